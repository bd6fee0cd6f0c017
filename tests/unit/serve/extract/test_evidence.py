"""Evidence read unit by unit: which pieces of a section are trusted."""

import pytest

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
