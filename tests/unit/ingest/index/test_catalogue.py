"""Documents, chunks and passages come back from disk as they went in."""

from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import IndexMismatch
from ingest.index.amend import amend_catalogue
from ingest.index.catalogue import Catalogue
from ingest.index.change import Change
from ingest.types import Block, Chunk, Document, Passage

DOCUMENTS = [
    Document(
        1, "One", "Head\n\ntext 🙂", (Block("heading", 0, 4, 1, 3), Block("step", 6, 12, 0, None, "2a"))
    ),
    Document("1", "Other", "words", (), {"source": "ü.md", "n": [1, None]}, ("hr", "legal")),
]
CHUNKS = [Chunk("c1", 1, 0, 12, ("Head",)), Chunk("c2", "1", 0, 5, ())]
PASSAGES = [
    Passage("p1", 1, "c1", 6, 12, "text 🙂", "step", ("Head",), "As follows:", "One", 3),
    Passage("p2", "1", "c2", 0, 5, "words", "paragraph", groups=("hr", "legal")),
]


@pytest.fixture(params=["plain", "100% #1? a&b=ü"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path):
    """The catalogue on disk, in folders of ordinary and of awkward names."""
    path = tmp_path / request.param / "catalogue.sqlite"
    path.parent.mkdir()
    amend_catalogue(path, None, Change(DOCUMENTS, CHUNKS, PASSAGES))
    with closing(Catalogue(path)) as opened:
        yield opened


def test_everything_comes_back(catalogue: Catalogue):
    """Documents, chunks and passages are equal to what was written, in the order written."""
    assert list(catalogue.documents()) == DOCUMENTS
    assert list(catalogue.all_chunks()) == CHUNKS
    assert list(catalogue.all_passages()) == PASSAGES


def test_ids_keep_their_type(catalogue: Catalogue):
    """The number 1 and the word "1" are two documents; an id that is not there is none."""
    assert [catalogue.document(1), catalogue.document("1"), catalogue.document(2)] == [*DOCUMENTS, None]
    assert [catalogue.chunk("c2"), catalogue.chunk("c3")] == [CHUNKS[1], None]


def test_passages_come_in_the_order_asked_for(catalogue: Catalogue):
    """Ordinals count from 0, may repeat, and none at all give nothing."""
    assert catalogue.passages([1, 0, 1]) == [PASSAGES[1], PASSAGES[0], PASSAGES[1]]
    assert catalogue.passages([]) == []


def test_groups_are_those_of_the_passages(catalogue: Catalogue):
    """Group lists come per ordinal and as the set of different ones."""
    assert catalogue.groups() == [("everyone",), ("hr", "legal")]
    assert catalogue.distinct_groups() == {("everyone",), ("hr", "legal")}


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_a_damaged_catalogue_is_named(tmp_path: Path, content: bytes | None):
    """A missing, empty or foreign file is an IndexMismatch, not an empty index."""
    if content is not None:
        (tmp_path / "catalogue.sqlite").write_bytes(content)
    with pytest.raises(IndexMismatch, match="damaged"):
        Catalogue(tmp_path / "catalogue.sqlite")
