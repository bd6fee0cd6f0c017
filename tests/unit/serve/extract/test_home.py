"""In which section an answer is looked for: where definition, figure or date of what was named stands."""

import numpy as np
import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.evidence import Evidence
from serve.extract.groups import ScoredUnit, section_key
from serve.extract.home import home, tells_apart
from serve.extract.intent import read_intent
from serve.extract.units import section_units

SOURCE = """# Boats

## Harbour fees

A night costs $30. The Marina takes 12 minutes to reach from the town and opened in 1970.

## The Osprey

The Osprey has 3 masts and 20 berths, and sails in 15 minutes to the lighthouse. It was built in 1912.

## Knots

```
tie(bowline)
```

## Rigging

A gaff is a spar that holds the upper edge of a sail. Some have 2 masts; a bad knot costs 5% of the wind.

## Crews by boat (2024)

Hands on board of the Heron and the Plover in 2024:

- Heron: 7 hands, built for races
- Plover: 9 hands

## The Kittiwake

The Kittiwake has a keel of steel. Ashore lies the Gannet, drawn by Ada Wren's yard.

- Sails of the Kittiwake: sewn by Hallam & Sons
- Masts: in stock from tomorrow

## The engine_speed setting

With engine_speed the Osprey goes as fast as the Heron. Unless it is given, the boat drifts.

## The sail_count setting

Raise sail_count to 3 in a light wind. Default: see the yard.

## Dinghies

A dinghy-30b has a single mast. Of those with 2 masts the yard sold 40.
"""


def evidence(question: str, step: float = 0.1) -> Evidence:
    """All sections, each so much less promising than the one before."""
    parsed = parse(SOURCE.encode(), "boats.md")
    document = Document("boats.md", parsed.title, parsed.text, parsed.blocks)
    units = [u for section in sections(document) for u in section_units(document, section)]
    places = list(dict.fromkeys(section_key(u) for u in units))
    promise = {place: 1.0 - step * n for n, place in enumerate(places)}
    return Evidence(
        question, tuple(ScoredUnit(u, 0.5) for u in units), promise, promise, np.zeros(3, np.float32)
    )


def heading(question: str, step: float = 0.1) -> str | None:
    """Of the section in which the answer is sought."""
    place = home(read_intent(question), found := evidence(question, step))
    return None if place is None else found.of(place)[0].heading


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("what is a gaff", "Rigging"),
        ("how many masts does the Osprey have", "The Osprey"),
        ("how many minutes does it take", "Harbour fees"),
        ("when was the Osprey built", "The Osprey"),
        ("how much does a night cost", "Harbour fees"),
        ("how many masts does a dinghy-30b have", "Dinghies"),
        ("what share of the wind is lost", "Rigging"),
        ("is sailing fun", "Harbour fees"),
        ("how many hands does the Plover have", "Crews by boat (2024)"),
        ("who designed the Gannet", "The Kittiwake"),
        ("which company created the sails of the Kittiwake", "The Kittiwake"),
        ("default value of engine_speed", "The engine_speed setting"),
        ("Is the Osprey faster than the Heron?", "The engine_speed setting"),
        ("Which switch sets how fast it goes?", "The engine_speed setting"),
    ],
)
def test_the_section_that_can_answer_is_found(question: str, place: str):
    """Before a more promising one that lacks the definition, the count, the measure or the name."""
    assert heading(question) == place


@pytest.mark.parametrize(
    "question",
    [
        "How much does the Osprey cost?",
        "how many berths does the Marina have",
        "How many berths does the lighthouse have on the Marina?",
        "how many beds does the Osprey have",
        "What is the price of the lighthouse on the Osprey?",
        "when was the Kestrel built",
        "when was the Plover built",
        "how many sails does the Plover have",
        "who invented the Plover",
        "how many berths does a dinghy-30b have",
        "in what year were the masts of the Kittiwake made",
        "What is the hull length of the Osprey?",
        "who invented lighthouse keeping",
        "Which version of the engine does the Kittiwake have?",
        "default value of sail_size",
        "What is the default size of engine_speed?",
        "On what day was the Plover built?",
        "Is the Gannet heavier than the Plover?",
        "how much memory does the Osprey have",
    ],
)
def test_the_figure_of_something_else_is_no_answer(question: str):
    """No section names it all and holds a figure of the kind, or a year, or a maker."""
    assert heading(question) is None


@pytest.mark.parametrize(
    ("subjects", "apart"),
    [
        (("the Osprey", "the Kittiwake"), True),
        (("the Heron", "the Plover"), True),
        (("the Hallam", "the Sons"), False),
    ],
)
def test_things_are_told_apart_where_one_is_spoken_of_alone(subjects: tuple[str, str], apart: bool):
    """In sections of their own, or in entries; two names of one entry are not told apart by it."""
    assert tells_apart(subjects, evidence("what is the difference")) == apart


def test_code_that_is_far_from_the_question_is_no_answer():
    """Whether there is a command may be said in words, in the section that the question is about."""
    assert heading("is there a command to moor", step=0.1) == "Knots"
    assert heading("is there a command to moor", step=0.2) == "Harbour fees"
