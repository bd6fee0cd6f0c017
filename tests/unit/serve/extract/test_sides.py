"""Of a section that two things are compared in, what speaks of them."""

import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.groups import Group, ScoredUnit, gather
from serve.extract.sides import beside
from serve.extract.units import section_units

SOURCE = """# Boats

## Sails and hulls

The gaff rig came first.

Bermuda sails point higher than a gaff rig. They are taller, too.

Hulls are of two kinds:

- Steel hulls last.
- Wooden hulls float when full.

Ropes are of hemp.
"""


@pytest.fixture(scope="module")
def section() -> list[Group]:
    """The pieces of the section, none better than another."""
    parsed = parse(SOURCE.encode(), "boats.md")
    document = Document("boats.md", parsed.title, parsed.text, parsed.blocks)
    units = [u for s in sections(document) for u in section_units(document, s)]
    return [Group(tuple(ScoredUnit(u, 0.5) for u in piece)) for piece in gather(units)]


def kept(sides: list[str], section: list[Group]) -> str:
    """What is left, in one line."""
    return " ".join(unit.text for group in beside(sides, section) for unit in group.units)


def test_the_piece_that_holds_both_sides_is_the_comparison(section: list[Group]):
    """Another one that holds one of them adds nothing to it."""
    told = kept(["Bermuda sails", "a gaff rig"], section)
    assert told == "Bermuda sails point higher than a gaff rig. They are taller, too."


def test_pieces_that_hold_either_side_stand_side_by_side(section: list[Group]):
    """What such a piece introduces comes along."""
    told = kept(["hulls", "hemp"], section)
    assert told.startswith("Hulls are of two kinds:")
    assert told.endswith("Wooden hulls float when full. Ropes are of hemp.")


@pytest.mark.parametrize("sides", [[], ["sails", "hulls"], ["oars", "engines"]])
def test_a_section_may_be_the_comparison_as_a_whole(section: list[Group], sides: list[str]):
    """Where nothing is compared, the heading names both sides, or no piece holds any."""
    assert beside(sides, section) == section
