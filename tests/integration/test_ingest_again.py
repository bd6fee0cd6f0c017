"""An index that follows its documents: counts of what changed, pruning, deleting."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import PathProblem
from ingest.index import open_index
from ingest.models import Embedder
from ingest.pipeline import Report, delete, ingest
from ingest.tokens import tokenize
from serve.bootstrap import build_engine
from serve.settings import Settings

QUESTION = "Which animal hides pomegranates?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files and a dump of two records."""
    made = tmp_path / "docs"
    made.mkdir()
    (made / "a.md").write_text("# Zebras\n\nZebras graze in the morning.\n")
    (made / "b.md").write_text("# Squirrels\n\nA squirrel hides pomegranates (Winter Food Store, WFS).\n")
    _dump(made, "owl", "bee")
    return made


def _dump(folder: Path, *names: str) -> None:
    records = [{"id": name, "text": f"The {name} rests at noon."} for name in names]
    (folder / "dump.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))


@pytest.fixture
def again(folder: Path, tmp_path: Path, embedder: Embedder) -> Callable[..., Report]:
    """Ingests the folder with pruning."""
    return lambda: ingest([folder], tmp_path / "data", lambda: embedder, prune=True)


def _counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, report.removed


def _indexed(data_dir: Path, embedder: Embedder) -> set[str]:
    with closing(open_index(data_dir, embedder.name)) as reader:
        return {str(d.id) for d in reader.documents()}


def test_the_report_counts_each(folder: Path, again: Callable):
    """Added, changed, unchanged and removed documents are counted, files and records of dumps alike."""
    assert _counts(again()) == (4, 0, 0, 0)
    assert _counts(again()) == (0, 0, 4, 0)
    (folder / "a.md").write_text("# Zebras\n\nZebras sleep at night.\n")
    (folder / "b.md").unlink()
    (folder / "c.md").write_text("# Yaks\n\nYaks climb.\n")
    _dump(folder, "bee", "fox")
    assert _counts(again()) == (2, 1, 1, 2)


def test_an_unchanged_file_is_not_parsed_again(folder: Path, again: Callable):
    """A file whose bytes are as they were is not read as text: its parser is not even loaded."""
    again()
    code = (
        "import sys; from pathlib import Path; from ingest.models import load_embedder\n"
        "from ingest.pipeline import ingest\n"
        "report = ingest([Path(sys.argv[1])], Path(sys.argv[2]), load_embedder)\n"
        "print(report.same, 'markdown_it' in sys.modules)\n"
    )
    command = [sys.executable, "-c", code, str(folder), str(folder.parent / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout == "4 False\n"


def test_a_file_that_an_earlier_detector_read_is_read_again(again: Callable, monkeypatch):
    """Its marks are made anew, though its bytes are as they were; nothing is embedded again."""
    with monkeypatch.context() as earlier:
        earlier.setattr("ingest.guard.marks.VERSION", "0")
        again()
    report = again()
    assert _counts(report) == (0, 4, 0, 0)
    assert report.embedded == 0
    assert _counts(again()) == (0, 0, 4, 0)


def test_what_vanished_goes_only_where_it_was_asked_for(folder: Path, tmp_path: Path, embedder: Embedder):
    """Without pruning all stays; with it only documents of the given paths go, never another folder's."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.md").write_text("# Oxen\n\nOxen pull.\n")
    data = tmp_path / "data"
    ingest([folder, other], data, lambda: embedder)
    (folder / "b.md").unlink()
    (other / "x.md").unlink()
    assert _counts(ingest([folder], data, lambda: embedder)) == (0, 0, 3, 0)
    assert _counts(ingest([folder], data, lambda: embedder, prune=True)) == (0, 0, 3, 1)
    assert _indexed(data, embedder) == {"a.md", "x.md", "owl", "bee"}


def test_what_cannot_be_read_now_has_not_vanished(folder: Path, again: Callable, tmp_path: Path, embedder):
    """A file that is broken today, and records beside a broken line, keep what the index holds of them."""
    again()
    (folder / "b.md").write_bytes(b"")
    (folder / "dump.jsonl").write_text('{"id": "owl", "text": "The owl rests at noon."}\n{broken\n')
    assert _counts(again()) == (0, 0, 2, 0)
    assert _indexed(tmp_path / "data", embedder) == {"a.md", "b.md", "owl", "bee"}


def test_an_emptied_folder_empties_nothing(folder: Path, again: Callable, tmp_path: Path, embedder: Embedder):
    """A folder without files, which may be a disk that is not mounted, is an error and costs nothing."""
    again()
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(PathProblem):
        again()
    assert len(_indexed(tmp_path / "data", embedder)) == 4


def test_deleted_means_gone(again: Callable, tmp_path: Path, embedder: Embedder):
    """Not a word of a deleted document is left, in no file, vector, ranking, vocabulary or citation."""
    again()
    data = tmp_path / "data"
    before = build_engine(Settings(data_dir=data, reranker="none"))
    assert before.ask(QUESTION).citations[0].document == "b.md"
    (vector,) = embedder.embed_queries(["squirrels hide pomegranates"])
    gone = before.retriever.index.search_dense(vector, 1, ["everyone"])[0]
    del before
    version = delete("b.md", data, lambda: embedder).version
    engine = build_engine(Settings(data_dir=data, reranker="none"))
    index = engine.retriever.index
    assert index.version == version
    assert all(s < gone[1] - 0.1 for _, s in index.search_dense(vector, 99, ["everyone"]))
    assert index.search_lexical(tokenize("pomegranates squirrel"), 99, ["everyone"]) == []
    assert {h.passage.document for h in engine.search(QUESTION, 99)[0]} == {"a.md", "owl", "bee"}
    assert "b.md" not in {c.document for c in engine.ask(QUESTION).citations}
    assert (index.manifest.abbreviations, "pomegranates" in index.manifest.frequency) == ({}, False)
    files = [f for f in data.rglob("*") if f.is_file()]
    assert [f for f in files if b"pomegranate" in f.read_bytes().lower()] == []
    with pytest.raises(PathProblem, match=r"b\.md"):
        delete("b.md", data, lambda: embedder)


def test_the_last_document_can_be_deleted(tmp_path: Path, embedder: Embedder):
    """An index without documents finds nothing, refuses, and takes new ones."""
    (tmp_path / "a.md").write_text("# Zebras\n\nZebras graze.\n")
    data = tmp_path / "data"
    ingest([tmp_path / "a.md"], data, lambda: embedder)
    delete("a.md", data, lambda: embedder)
    engine = build_engine(Settings(data_dir=data, reranker="none"))
    assert engine.search("zebras", 5)[0] == ()
    assert engine.ask("What do zebras do?").status == "refused"
    assert _counts(ingest([tmp_path / "a.md"], data, lambda: embedder)) == (1, 0, 0, 0)


def test_a_version_that_was_amended_often_equals_one_built_at_once(folder: Path, tmp_path: Path, embedder):
    """However a corpus came to be what it is, its contents, scores and neighbours are the same."""
    data = tmp_path / "data"
    for number in range(8):
        rows = "\n\n".join(f"Animal {i} of {number} eats {i * number} leaves." for i in range(9 - number))
        (folder / "a.md").write_text(f"# Animals\n\n{rows}\n")
        (folder / f"n{number % 3}.md").write_text(f"# Note {number}\n\nThe note says {number}.\n")
        ingest([folder], data, lambda: embedder, prune=True)
    ingest([folder], tmp_path / "fresh", lambda: embedder)
    with (
        closing(open_index(data, embedder.name)) as old,
        closing(open_index(tmp_path / "fresh", embedder.name)) as new,
    ):
        assert old.manifest.content == new.manifest.content
        assert (old.manifest.frequency, old.manifest.passages) == (
            new.manifest.frequency,
            new.manifest.passages,
        )
        for question in ("animal 2 leaves", "note", "zebras graze", "pomegranates"):
            vector = embedder.embed_queries([question])[0]
            for search in (
                lambda r, v=vector: r.search_dense(v, 99, ["everyone"]),
                lambda r, q=question: r.search_lexical(tokenize(q), 99, ["everyone"]),
            ):
                found = [{r.passages([o])[0].id: s for o, s in search(r)} for r in (old, new)]
                assert found[0] == pytest.approx(found[1], abs=1e-6)
