"""What counts as a fault avoided and as a sentence kept."""

import pytest

from eval.golden import GoldenQuestion
from eval.written import tables
from eval.written.draft import INVENTED, KEY, NUMBER, REFERENCE, VERBATIM, Drafter, Planned
from eval.written.model import Script
from eval.written.outcome import Outcome, outcomes
from serve.types import Answer, Citation, Dropped, Sentence

EXCERPTS = {"tgwz": "Compaction\nIt needs 12 segments.", "hvnd": "Retention\nData lives for 7 days."}
QUESTION = GoldenQuestion("q", "?", "number", True, (), (), (("12",),), "12 segments.")


def outcome(
    planned: Planned, shown: str = "", quote: str = "It needs 12 segments.", became: tuple[str, ...] = ()
) -> Outcome:
    """Of one drafted sentence, with an answer that shows this and cites that."""
    script = Script(
        Drafter(()), QUESTION, EXCERPTS, [planned], {planned.text: list(became)} if became else {}
    )
    citation = Citation(1, "a.md", "", "", 0, len(quote), quote, 0.9)
    answer = Answer(
        question="?",
        status="answered" if shown else "refused",
        text=shown,
        sentences=(Sentence(shown, (1,)),) if shown else (),
        citations=(citation,) if shown else (),
        timings_ms={},
        settings_hash="",
        index_version="",
        dropped=() if shown else (Dropped(planned.text, "no"),),
    )
    (found,) = outcomes(QUESTION, answer, script)
    return found


def sentence(fault: str = "", text: str = "It needs 12 segments.", key: str = "tgwz") -> Planned:
    """Made from the first excerpt's sentence."""
    return Planned(text, key, VERBATIM, "It needs 12 segments.", "tgwz", fault)


WRONG = sentence(NUMBER, "It needs 24 segments.")


@pytest.mark.parametrize(
    ("found", "fate", "right"),
    [
        (outcome(sentence(), "It needs 12 segments."), "as drafted", True),
        (outcome(sentence()), "not shown", False),
        (outcome(WRONG), "not shown", True),
        (outcome(WRONG, "It needs 24 segments."), "as drafted", False),
        (outcome(WRONG, "It needs 12 segments.", became=("It needs 12 segments.",)), "rewritten", True),
        (outcome(sentence(KEY, key="hvnd"), "It needs 12 segments."), "as drafted", True),
        (
            outcome(sentence(KEY, key="hvnd"), "It needs 12 segments.", "Data lives for 7 days."),
            "as drafted",
            False,
        ),
        (outcome(sentence(INVENTED, key="zzzz"), "It needs 12 segments."), "as drafted", True),
    ],
)
def test_fates(found: Outcome, fate: str, right: bool):
    """A wrong key is mended by the right citation and by nothing else."""
    assert (found.fate, found.right) == (fate, right)


@pytest.mark.parametrize(
    ("became", "right"), [("It needs 12 segments.", True), ("It needs segments.", False)]
)
def test_a_reference_is_kept_with_its_facts(became: str, right: bool):
    """Rewritten sentences have to hold what the golden question asks for."""
    reference = Planned("12 segments are needed.", "tgwz", REFERENCE, "12 segments are needed.", "tgwz")
    assert outcome(reference, became, became=(became,)).right == right


def test_the_tables_count():
    """One of two faults avoided is a recall of a half; one of two sound sentences lost is a half lost."""
    found = [
        outcome(WRONG),
        outcome(WRONG, "It needs 24 segments."),
        outcome(sentence()),
        outcome(sentence(), "It needs 12 segments."),
    ]
    assert "| wrong number | 2 | 1 | 0 | 0 | 1 | .500 [" in tables.faults(found)
    assert "| **all** | 2 | 1 | 0 | 0 | 1 | .500 [" in tables.sound(found)
