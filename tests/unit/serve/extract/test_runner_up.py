"""When a second section has its word: where it is about as likely as the first to hold the answer."""

import numpy as np
import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.evidence import Evidence
from serve.extract.groups import ScoredUnit, section_key
from serve.extract.home import home
from serve.extract.intent import read_intent
from serve.extract.runner_up import runner_up
from serve.extract.units import section_units

SOURCE = """# Boats

## Harbour

A berth costs $30 a night. It was opened in 1970.

## Marina

A berth costs $45 a night, with water. It was opened in 1999.

## Anchorage

Boats lie here for nothing.
"""
FIRST, SECOND, THIRD = "Harbour", "Marina", "Anchorage"


def seconded(
    question: str, promise: dict[str, float], relevance: dict[str, float] | None = None, restated: float = 0.3
) -> str | None:
    """The heading of the section that stands beside the most promising one."""
    parsed = parse(SOURCE.encode(), "boats.md")
    document = Document("boats.md", parsed.title, parsed.text, parsed.blocks)
    units = [u for section in sections(document) for u in section_units(document, section) if u.heading]
    key = {u.heading: section_key(u) for u in units if u.heading in promise}
    scored = tuple(ScoredUnit(u, (relevance or {}).get(u.heading, 0.5)) for u in units if u.heading in key)
    evidence = Evidence(
        question,
        scored,
        dict.fromkeys(key.values(), restated),
        {key[heading]: p for heading, p in promise.items()},
        np.zeros(3, np.float32),
    )
    intent = read_intent(question)
    place = home(intent, evidence)
    assert place == key[FIRST]
    second = runner_up(intent, evidence, place)
    return next((heading for heading, section in key.items() if section == second), None)


def test_the_next_best_section_is_told_of_where_it_is_nearly_as_promising():
    """And none where the first one is clearly ahead."""
    assert seconded("where do boats sleep", {FIRST: 0.5, SECOND: 0.45, THIRD: 0.4}) == SECOND
    assert seconded("where do boats sleep", {FIRST: 0.5, SECOND: 0.35, THIRD: 0.3}) is None


def test_its_best_unit_has_to_be_as_relevant():
    """A section that only its passage speaks for is left out."""
    close = {FIRST: 0.5, SECOND: 0.45}
    assert seconded("where do boats sleep", close, {FIRST: 0.5, SECOND: 0.46}) == SECOND
    assert seconded("where do boats sleep", close, {FIRST: 0.5, SECOND: 0.4}) is None


def test_a_heading_that_says_the_question_needs_no_second():
    """Then the section was written to answer it."""
    assert seconded("where do boats sleep", {FIRST: 0.5, SECOND: 0.45}, restated=0.8) is None


def test_the_second_holds_what_is_asked_for_as_well():
    """A price comes from the next section with a price, however promising one without is."""
    assert seconded("how much does a berth cost", {FIRST: 0.5, SECOND: 0.42, THIRD: 0.49}) == SECOND


@pytest.mark.parametrize("question", ["when was it opened", "what is a berth", "show me code for a berth"])
def test_what_has_one_answer_gets_one(question: str):
    """Two dates, two definitions or two programs would only raise the question which one holds."""
    assert seconded(question, {FIRST: 0.5, SECOND: 0.49}) is None
