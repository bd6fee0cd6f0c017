"""What of an answer's units is told as a contradiction."""

from functools import cache

from ingest.models import Embedder, load_embedder
from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.contradiction import contradiction
from serve.extract.answerer import Selection
from serve.extract.units import Unit, section_units

DENIAL = "Nobody has to pay before boarding the ferry."
SOURCE = f"# Ferries\n\n{DENIAL}\n\nThey float.\n\n| Rule | Says |\n| --- | --- |\n| Fares | {DENIAL} |\n"
ASKED = "Why do I have to pay before I board the ferry?"


@cache
def model() -> Embedder:
    """The packaged model, loaded once."""
    return load_embedder()


def told(question: str, first: int) -> str:
    """The contradiction, where the answer is the unit of this number and what follows it."""
    parsed = parse(SOURCE.encode(), "ferries.md")
    document = Document("ferries.md", parsed.title, parsed.text, parsed.blocks)
    units: list[Unit] = [u for section in sections(document) for u in section_units(document, section)]
    return contradiction(question, Selection(units[first:], []), model().embed_passages)


def test_a_first_sentence_that_denies_the_question_contradicts_it():
    """Only the first does, and only a question that takes something for granted can be contradicted."""
    assert told(ASKED, 0) == DENIAL
    assert told(ASKED, 1) == ""
    assert told("When do I have to pay before I board the ferry?", 0) == ""


def test_a_row_of_a_table_denies_nothing():
    """Its denial may stand in another cell than what it speaks of."""
    assert told(ASKED, 2) == ""
