"""Evidence read unit by unit: which pieces of a section are trusted."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.models import load_embedder
from ingest.parsers import parse
from ingest.settings import IngestSettings
from ingest.types import Document, Passage
from retrieval.query.process import Query
from retrieval.types import Hit, Part
from serve.extract.evidence import EvidenceReader

SOURCE = """# Ferries

## Tickets

A ticket is sold on the quay, and a dog needs one of its own.

A ticket is sold on board as well, for 3 crowns more.
"""
PARSED = parse(SOURCE.encode(), "ferries.md")
DOCUMENT = Document("ferries.md", PARSED.title, PARSED.text, PARSED.blocks)


def hit(words: str, score: float) -> Hit:
    """The paragraph with these words, at this probability."""
    block = next(b for b in DOCUMENT.blocks if words in DOCUMENT.text[b.start : b.end])
    text = DOCUMENT.text[block.start : block.end]
    section = ("Ferries", "Tickets")
    passage = Passage(
        words, DOCUMENT.id, "chunk", block.start, block.end, text, "paragraph", section, "", "Ferries"
    )
    return Hit(passage, score, 0.5)


def merits(question: str, quay: float, board: float) -> tuple[float, float]:
    """Of both paragraphs, where their passages have these probabilities."""
    embedder = load_embedder(IngestSettings().embedder)
    reader = EvidenceReader(lambda _: DOCUMENT, embedder, lambda _: 1.0)
    vector = embedder.embed_queries([question])[0]
    hits = (hit("on the quay", quay), hit("on board", board))
    evidence = reader.read(Part(Query(question), hits, {}, 0.9, vector))
    first, second = reader.groups(evidence, [s.unit for s in evidence.scored])
    return first.merit, second.merit


@pytest.mark.parametrize(
    ("question", "told"), [("where are tickets sold?", True), ("how much is a ticket?", False)]
)
def test_a_piece_is_worth_what_its_passage_is(question: str, told: bool):
    """What the cross-encoder thinks surest gains, unless a figure is asked for, which may stand elsewhere."""
    one, other = merits(question, 0.9, 0.1), merits(question, 0.1, 0.9)
    assert (one[0] > other[0] and one[1] < other[1]) is told
    assert (one == pytest.approx(other)) is not told


PARAGRAPHS = [f"Ferry number {n} leaves the quay at noon." for n in range(6)]
LONG = parse(("# Ferries\n\n" + "\n\n".join(PARAGRAPHS)).encode(), "timetable.md")


class Noting:
    """The packaged model, with a note of the texts that it embedded as passages."""

    def __init__(self) -> None:
        self._inner = load_embedder(IngestSettings().embedder)
        self.dimension = self._inner.dimension
        self.embed_queries = self._inner.embed_queries
        self.read: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed_passages`."""
        self.read += texts
        return self._inner.embed_passages(texts)


def test_what_lies_far_from_the_evidence_is_not_embedded():
    """A unit in a passage, and its neighbours, are; the others are no nearer to the question than these."""
    document = Document("timetable.md", LONG.title, LONG.text, LONG.blocks)
    start = document.text.index(PARAGRAPHS[1])
    found = Passage(
        "p",
        document.id,
        "chunk",
        start,
        start + len(PARAGRAPHS[1]),
        PARAGRAPHS[1],
        "paragraph",
        ("Ferries",),
        "",
        "",
    )
    embedder = Noting()
    reader = EvidenceReader(lambda _: document, embedder, lambda _: 1.0)
    vector = embedder.embed_queries(["when does it leave the quay?"])[0]
    evidence = reader.read(
        Part(Query("when does it leave the quay?"), (Hit(found, 0.9, 0.5),), {}, 0.9, vector)
    )
    groups = reader.groups(evidence, [s.unit for s in evidence.scored])
    embedded = {n for n, words in enumerate(PARAGRAPHS) for text in embedder.read if words in text}
    assert embedded == {0, 1, 2}
    assert [unit.readable for group in groups for unit in group.units] == PARAGRAPHS
    relevance = [scored.relevance for scored in evidence.scored]
    assert max(relevance[3:]) <= min(relevance[:3])
