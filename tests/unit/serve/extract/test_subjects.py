"""Which sections speak of what a question calls by its name."""

import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from retrieval.query.process import Query
from serve.extract.subjects import RARE, speaking
from serve.extract.units import section_units

SOURCE = """# Boats

## The Osprey

It has three masts.

## Rope

Hemp swells. The Heron uses manila.

## Paint

Chain-of-thought paint is a joke of the Osprey's crew and of the Heron's.
"""


def headings(question: str, *expansions: str, idf: float = RARE + 1) -> list[str]:
    """Of the sections that are left."""
    parsed = parse(SOURCE.encode(), "boats.md")
    document = Document("boats.md", parsed.title, parsed.text, parsed.blocks)
    units = [u for section in sections(document) for u in section_units(document, section)]
    found = speaking(Query(question, expansions), units, lambda term: idf)
    return list(dict.fromkeys(u.heading for u in found))


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("How many masts has the Osprey?", ["The Osprey", "Paint"]),
        ("Is there any rope on the Heron?", ["Rope", "Paint"]),
        ("Which rope is on the Heron?", ["Rope"]),
        ("What is the weight of the Heron?", []),
        ("Do the Heron and the Osprey race?", ["Paint"]),
        ("Does the Kestrel race?", []),
        ("Why is the Ospreyfile red?", ["The Osprey", "Paint"]),  # a word that begins with the name
        ("What is the joker of the Heron?", []),  # a joke is no joker
        ("What is the swell of rope at Berth B7?", []),
        ("which rope swells?", ["The Osprey", "Rope", "Paint"]),
    ],
)
def test_the_sections_with_most_of_the_names_are_left(question: str, places: list[str]):
    """By heading or text, and what is asked; none where no section has it, all where nothing is named."""
    assert headings(question) == places


def test_a_name_that_all_the_material_is_about_tells_nothing():
    """A term that more than a tenth of the passages hold."""
    assert len(headings("Does the Kestrel race?", idf=RARE - 1)) == 3


def test_a_short_form_stands_for_its_words():
    """A section with the words that "CoT" stands for speaks of it."""
    assert headings("How is CoT used?", "chain-of-thought") == ["Paint"]
