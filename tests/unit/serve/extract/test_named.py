"""An entry that the question calls by name is the answer, without the others of its list."""

import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.groups import Group, ScoredUnit, gather
from serve.extract.intent import read_intent
from serve.extract.named import named_entries
from serve.extract.select import select
from serve.extract.units import section_units

SOURCE = """# Which engines are there for boats?

The oldest kinds of engine are still in use, each in its place:

- Steam turbine (ST): heat drives a wheel, which drives the shaft.
- Diesel/gas engines: fuel burns in a cylinder and moves a piston.
- Two-stroke: every second move of the piston drives.
- Jet drives take water in below the hull and press it out behind.
- Fuel prices fell.

| Engine | Power | Noise |
| --- | --- | --- |
| Sail / wind | little | none |
| Electric motor | enough | a hum |
"""


@pytest.fixture(scope="module")
def section() -> list[Group]:
    """The pieces of the section, all alike to the question."""
    parsed = parse(SOURCE.encode(), "boats.md")
    document = Document("boats.md", parsed.title, parsed.text, parsed.blocks)
    units = section_units(document, sections(document)[0])
    return [Group(tuple(ScoredUnit(u, 0.5) for u in piece), 0.5) for piece in gather(units)]


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        ("How does a steam turbine work?", ["Steam turbine"]),
        ("what is an ST", ["Steam turbine"]),
        ("a two stroke, how does it work", ["Two-stroke"]),
        ("Compare gas engines with the jet drive", ["Diesel", "Jet drives"]),
        ("how do jet drives work", ["Jet drives"]),
        ("how loud is an electric motor", ["Electric motor"]),
        ("is wind a good engine", ["Sail"]),
        ("which engines are there for boats?", []),
        ("why did fuel prices fall", []),
        ("is a turbine loud", []),
    ],
)
def test_the_named_entries_are_found(section: list[Group], question: str, starts: list[str]):
    """By label, its alternatives and brackets, first cell or first words; what the heading says names none.

    Nor do first words that are all that the entry says, or a part of a name.
    """
    found = named_entries(
        question, "Which engines are there for boats?", [u for g in section for u in g.units]
    )
    assert [u.text[: len(s)] for u, s in zip(found, starts, strict=True)] == starts


def test_a_name_of_one_word_gives_way_to_what_says_more(section: list[Group]):
    """ "Sail" names a row; "fuel burns in a cylinder" holds more of a question that mentions sail as well."""
    units = [u for g in section for u in g.units]
    assert named_entries("is a sail quiet", "Boats", units)
    assert not named_entries("has a sail fuel that burns in a cylinder", "Boats", units)


def test_a_named_entry_is_the_answer(section: list[Group]):
    """Nothing of the list beside it is given, nor the paragraph before, though all are as relevant."""
    question = "How does a steam turbine work?"
    units = [u for g in section for u in g.units]
    named = named_entries(question, units[0].heading, units)
    found = select(question, read_intent(question), section, named, restated=True)
    assert [u.text.split(":")[0] for u in found] == ["Steam turbine (ST)"]
