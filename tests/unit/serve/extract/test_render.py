"""Units that become an answer: what the citation check keeps, and what is said of the rest."""

from dataclasses import replace

from click import unstyle

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.cli.show import answer_text
from serve.extract.render import COMPANION, render_supported
from serve.extract.units import Unit, section_units
from serve.types import Answer, Dropped

GUIDE = b"""# Pets

Cats purr at night. Dogs bark by day.

Both like:

- a walk
- a nap
- a meal
"""
PARSED = parse(GUIDE, "pets.md")
DOCUMENT = Document("pets.md", PARSED.title, PARSED.text, PARSED.blocks)
SECTION = next(s for s in sections(DOCUMENT) if s.blocks)
UNITS = section_units(DOCUMENT, SECTION)
"""Two sentences, the lead-in, three entries."""


def drafted(units: list[Unit], stored: str = DOCUMENT.text):
    """The draft of these units, checked against this text as the stored one."""
    return render_supported(units, lambda _: 0.5, lambda _: stored)


def test_what_stands_there_is_kept_and_nothing_is_dropped():
    """Over the text that the units came from every sentence is supported."""
    draft = drafted(UNITS)
    assert [s.text for s in draft.sentences] == [u.text for u in UNITS]
    assert draft.dropped == ()


def test_a_sentence_that_no_longer_stands_there_is_dropped_with_the_reason():
    """The others stay, and their numbers count from 1 without a gap."""
    draft = drafted(UNITS[:2], DOCUMENT.text.replace("Cats purr", "Cats hiss"))
    assert draft.text == "Dogs bark by day. [1]"
    why = "its citation is not what stands in pets.md at that place"
    assert draft.dropped == (Dropped("Cats purr at night.", why),)


def test_a_lead_in_outlives_the_entry_that_brought_it():
    """The first entry is dropped; the lead-in comes with the second, and counts as kept."""
    draft = drafted(UNITS[3:], DOCUMENT.text.replace("a walk", "a talk"))
    assert [s.text for s in draft.sentences] == ["Both like:", "a nap", "a meal"]
    assert [d.text for d in draft.dropped] == ["a walk"]


def test_a_list_goes_with_its_lead_in():
    """Entries without the words that say what they are entries of would be another statement."""
    draft = drafted(UNITS[3:], DOCUMENT.text.replace("Both like", "None like"))
    assert draft.sentences == ()
    told = [(d.text, d.reason == COMPANION) for d in draft.dropped]
    assert told == [("Both like:", False), ("a walk", True), ("a nap", True), ("a meal", True)]


def test_a_list_goes_with_a_lead_in_that_is_a_sentence_of_the_answer():
    """Chosen by itself or brought by its list, a lead-in that fails takes the list along, and no more."""
    draft = drafted(UNITS[1:], DOCUMENT.text.replace("Both like", "None like"))
    assert [s.text for s in draft.sentences] == ["Dogs bark by day."]
    assert [d.text for d in draft.dropped] == ["Both like:", "a walk", "a nap", "a meal"]


def test_a_person_is_told_only_where_something_was_dropped():
    """A line says which sentence is missing and why; an answer that lost nothing says nothing of it."""
    answer = Answer("Pets?", "answered", "Dogs bark.", (), (), {"total": 10.0}, "abc", "v1")
    assert "not shown" not in answer_text(answer)
    shown = unstyle(answer_text(replace(answer, dropped=(Dropped("Cats hiss.", "so"),))))
    assert shown.splitlines()[-2:] == ["not shown, since so: “Cats hiss.”", "0.01 s, index v1"]
