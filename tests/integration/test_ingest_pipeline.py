"""Ingesting again: what is unchanged costs nothing, what changed is replaced, the rest stays."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import IndexMismatch, IndexMissing, PathProblem
from ingest.index import open_index
from ingest.index.home import home_of
from ingest.models import Embedder
from ingest.pipeline import NO_SERVER, Report, Watchers, ingest
from ingest.settings import Server
from ingest.tokens import tokenize

STORES = ["edge", "server"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three short documents."""
    made = tmp_path / "docs"
    made.mkdir()
    for name, topic in (("a", "Zebras graze"), ("b", "Yachts sail"), ("c", "Xylophones ring")):
        text = f"# {topic}\n\n{topic} every day. Nobody knows why.\n\n## How?\n\nThey just do.\n"
        (made / f"{name}.md").write_text(text)
    return made


@pytest.fixture(params=STORES)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Server:
    """No server, and qdrant-client's local mode in a server's place."""
    return NO_SERVER if request.param == "edge" else Server(f"memory:{tmp_path}")


def _texts(data_dir: Path, embedder: Embedder, server: Server = NO_SERVER) -> dict[str, str]:
    """Document id -> text; every passage must be found again by its own words, in both ways."""
    with closing(home_of(data_dir, server).open(embedder.name)) as reader:
        passages = list(reader.catalogue.all_passages())
        texts = {str(d.id): d.text for d in reader.documents()}
        for ordinal, passage in enumerate(passages):
            assert texts[str(passage.document)][passage.start : passage.end] == passage.text
            query = embedder.embed_passages([passage.indexed_text])[0]
            (nearest, cosine), *_ = reader.search_dense(query, 1, ["everyone"])
            assert (nearest, cosine > 0.999) == (ordinal, True)
            found = reader.search_lexical(tokenize(passage.indexed_text), len(passages), ["everyone"])
            assert ordinal in dict(found)
    return texts


def test_an_unchanged_corpus_embeds_nothing(folder: Path, tmp_path: Path, counting: Callable, server):
    """The second ingest of the same files keeps the version and asks the model for nothing."""
    first, second = counting(), counting()
    before = ingest([folder], tmp_path / "data", lambda: first, server)
    after = ingest([folder], tmp_path / "data", lambda: second, server)
    assert before.embedded == len(first.embedded) == before.passages == 6
    assert (after.unchanged, after.version, after.embedded, second.embedded) == (True, before.version, 0, [])


def test_only_what_changed_is_embedded(folder: Path, tmp_path: Path, counting: Callable, server):
    """One changed file costs its own passages; the others' vectors move over and still find them."""
    ingest([folder], tmp_path / "data", counting, server)
    (folder / "b.md").write_text("# Yachts race\n\nThey race on Sundays.\n")
    again = counting()
    report = ingest([folder / "b.md"], tmp_path / "data", lambda: again, server)
    assert again.embedded == ["Yachts race\nThey race on Sundays."]
    assert (report.documents, report.passages, report.read) == (3, 5, 1)
    texts = _texts(tmp_path / "data", again, server)
    assert "sail" not in texts["b.md"]
    assert set(texts) == {"a.md", "b.md", "c.md"}


def test_another_folder_is_added(folder: Path, tmp_path: Path, counting: Callable):
    """Ingesting elsewhere adds to the index, and files of one name from two folders are both kept."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.md").write_text("# Walruses\n\nWalruses swim.\n")
    data_dir = tmp_path / "data"
    ingest([folder], data_dir, counting)
    for _ in range(2):
        ingest([other], data_dir, counting)
        assert set(_texts(data_dir, counting())) == {"a.md", "b.md", "c.md", "other/a.md"}


def test_another_spelling_of_a_path_is_the_same_file(
    folder: Path, tmp_path: Path, counting: Callable, monkeypatch: pytest.MonkeyPatch
):
    """A folder given by its absolute and by its relative path holds each document once."""
    ingest([folder], tmp_path / "data", counting)
    monkeypatch.chdir(tmp_path)
    (folder / "a.md").write_text("# Zebras\n\nZebras sleep.\n")
    report = ingest([Path("docs")], tmp_path / "data", counting)
    assert (report.documents, report.embedded) == (3, 1)


def test_another_model_is_a_mismatch(folder: Path, tmp_path: Path, counting: Callable):
    """An index answers only to the model that built it, for reading and for writing alike."""
    ingest([folder], tmp_path / "data", counting)
    with pytest.raises(IndexMismatch, match="minilm-2"):
        open_index(tmp_path / "data", "minilm-2")
    with pytest.raises(IndexMismatch, match="RAG_EMBEDDER"):
        ingest([folder], tmp_path / "data", lambda: counting("minilm-2"))
    assert set(_texts(tmp_path / "data", counting())) == {"a.md", "b.md", "c.md"}


def test_a_reader_keeps_its_version_through_a_swap(folder: Path, tmp_path: Path, counting: Callable):
    """A reader opened before an ingest goes on reading the old version, whole; the next reads the new."""
    embedder = counting()
    old_version = ingest([folder], tmp_path / "data", counting).version
    with closing(open_index(tmp_path / "data", embedder.name)) as reader:
        for number in range(4):
            (folder / "a.md").write_text(f"# Voles\n\nVoles dig {number} times.\n")
            ingest([folder], tmp_path / "data", counting)
        assert reader.version == old_version
        found = reader.search_dense(embedder.embed_queries(["zebras grazing"])[0], 1, ["everyone"])
        assert reader.passages([found[0][0]])[0].section[0] == "Zebras graze"
        assert "Zebras" in reader.document("a.md").text
        assert len(reader.search_lexical(["zebra"], 9, ["everyone"])) == 2
        assert reader.vectors([0, 1]).shape == (2, 384)
    assert "Voles dig 3 times." in _texts(tmp_path / "data", embedder)["a.md"]


def test_nothing_readable_changes_nothing(folder: Path, tmp_path: Path, counting: Callable):
    """Where no file can be read the ingest fails by name, and the index is what it was."""
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "x.md").write_text("")
    with pytest.raises(PathProblem, match=r"nothing could be read.*x\.md"):
        ingest([empty], tmp_path / "data", counting)
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "data", "x")
    before = ingest([folder, empty], tmp_path / "data", counting)
    assert [s.path for s in before.skipped] == [str(empty / "x.md")]
    with pytest.raises(PathProblem):
        ingest([empty], tmp_path / "data", counting)
    with closing(open_index(tmp_path / "data", counting().name)) as reader:
        assert reader.version == before.version


def test_a_name_that_is_not_text_is_no_obstacle(folder: Path, tmp_path: Path, counting: Callable):
    """A file name in no encoding is indexed under a name that can be printed."""
    odd = Path(str(folder / "caf") + b"\xe9.md".decode(errors="surrogateescape"))
    odd.write_text("# Whales\n\nWhales sing.\n")
    report: Report = ingest([folder], tmp_path / "data", counting)
    assert (report.documents, report.skipped) == (4, ())
    assert "caf\\xe9.md" in _texts(tmp_path / "data", counting())
    assert ingest([folder], tmp_path / "data", counting).unchanged


@pytest.mark.parametrize("field", ["id", "metadata", "groups"])
def test_half_a_character_in_a_dump_costs_one_record(
    folder: Path, tmp_path: Path, counting: Callable, field: str
):
    """A record with an escaped lone surrogate is reported; the records and files beside it are kept."""
    bad = {
        "id": {"id": "\ud800"},
        "metadata": {"metadata": {"a": ["\udfff"]}},
        "groups": {"groups": ["\ud800"]},
    }
    records = [{"id": 1, "text": "Owls hoot."}, {"id": 2, "text": "Bees hum.", **bad[field]}]
    (folder / "dump.jsonl").write_text("\n".join(map(json.dumps, records)))
    report = ingest([folder], tmp_path / "data", counting)
    assert report.documents == 4
    assert [(s.path, "no text" in s.reason) for s in report.skipped] == [(str(folder / "dump.jsonl"), True)]


def test_progress_ends_where_it_should(folder: Path, tmp_path: Path, counting: Callable):
    """Watchers see counts that never fall and end at the total."""
    reading: list[tuple[int, int]] = []
    embedding: list[tuple[int, int]] = []
    watchers = Watchers(lambda *seen: reading.append(seen), lambda *seen: embedding.append(seen))
    ingest([folder], tmp_path / "data", counting, watchers=watchers)
    assert reading == [(1, 3), (2, 3), (3, 3)]
    assert (embedding[0], embedding[-1]) == ((0, 6), (6, 6))
    assert embedding == sorted(embedding)
