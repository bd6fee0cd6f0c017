"""Prices that stand behind another model's name are that model's."""

import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.priced import of_others
from serve.extract.units import section_units

SOURCE = """# Prices

In 2024 the Osprey-2 is the large one. In 12 seasons a trip costs $30.
For a Plover-1 it is $10, with a discount.

Berths cost $5 a night.
"""


def others(question: str) -> list[str]:
    """The units that the question has no use for."""
    parsed = parse(SOURCE.encode(), "prices.md")
    document = Document("prices.md", parsed.title, parsed.text, parsed.blocks)
    units = [u for section in sections(document) for u in section_units(document, section)]
    return [u.readable for u in of_others(question, units)]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("how much does a trip with the Osprey-2 cost", ["For a Plover-1 it is $10, with a discount."]),
        ("how much does a trip with the Osprey-3 cost", "all"),
        ("how much does a trip with the Kittiwake cost", "all"),
        ("how much does a trip cost", []),
        ("how fast is the Osprey-3", []),
    ],
)
def test_a_price_belongs_to_the_last_model_named(question: str, left: list[str] | str):
    """A sentence without a name speaks of the one before; who names no model, or asks no price, takes any."""
    found = others(question)
    if left == "all":
        assert {"In 12 seasons a trip costs $30.", "For a Plover-1 it is $10, with a discount."} <= set(found)
    else:
        assert [u for u in found if "night" not in u] == left
