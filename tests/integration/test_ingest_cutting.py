"""A document that cannot be cut up costs itself: the others are indexed, and nothing indexed is lost."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import IndexMissing, PathProblem
from ingest.index import open_index
from ingest.pipeline import ingest
from tests.hashing import HashEmbedder


class Breaking(HashEmbedder):
    """Counts the tokens of all texts but those that hold a word on which it fails."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder.count_tokens`."""
        if any("poison" in text for text in texts):
            raise IndexError("out\nof range")
        return super().count_tokens(texts)


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Writes documents by name, and gives their folder."""

    def write(**texts: str) -> Path:
        folder = tmp_path / "docs"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.md").write_text(text)
        return folder

    return write


def _texts(data_dir: Path) -> dict[str, str]:
    with closing(open_index(data_dir, HashEmbedder.name)) as reader:
        return {str(d.id): d.text for d in reader.documents()}


def test_the_others_are_indexed(put: Callable[..., Path], tmp_path: Path):
    """The report names the file, with a reason on one line, and counts the documents that are there."""
    folder = put(a="Zebras graze.", b="A poison pill.", c="Yachts sail.")
    report = ingest([folder], tmp_path / "data", Breaking)
    reason = "cutting it up failed: IndexError: out of range"
    assert [(s.path, s.reason) for s in report.skipped] == [(str(folder / "b.md"), reason)]
    assert (report.read, report.added, report.documents) == (2, 2, 2)
    assert set(_texts(tmp_path / "data")) == {"a.md", "c.md"}


def test_what_the_index_holds_stays(put: Callable[..., Path], tmp_path: Path):
    """A file that was indexed and cannot be cut up now keeps its earlier text, pruned or not."""
    folder = put(a="Zebras graze.", b="Yachts sail.")
    ingest([folder], tmp_path / "data", Breaking)
    put(a="Zebras poison.", b="Yachts race.")
    report = ingest([folder], tmp_path / "data", Breaking, prune=True)
    assert (report.changed, report.removed, len(report.skipped)) == (1, 0, 1)
    assert _texts(tmp_path / "data") == {"a.md": "Zebras graze.", "b.md": "Yachts race."}


def test_where_nothing_is_left_it_fails_by_name(put: Callable[..., Path], tmp_path: Path):
    """No version is built of nothing."""
    folder = put(a="A poison pill.")
    with pytest.raises(PathProblem, match=r"nothing could be read: .*a\.md: cutting it up failed"):
        ingest([folder], tmp_path / "data", Breaking)
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "data", HashEmbedder.name)
