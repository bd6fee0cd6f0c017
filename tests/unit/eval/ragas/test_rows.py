"""What of an answer is judged, and what is made of the verdicts."""

from typing import Any

import pytest

from eval.ragas.rows import Cited, averaged, cited_rows, found_sections
from eval.runs.types import Asked, Drafted
from eval.runs.values import DRAFTS, FAULTLESS, SHOWN


def asked(**said: Any) -> Asked:
    """A question that is labelled with one section."""
    answer = {"status": "answered", "sentences": [], "citations": []}
    labels = {"sections": ("Guide > Mutex",), "facts": (("one",),), "reference": "One."}
    shape = {
        "kind": "number",
        "history": (),
        "answerable": True,
        "faults": (),
        "values": {},
        "confidence": 1.0,
    }
    return Asked(**{"id": "a", "question": "q", "answer": answer, "hits": (), **labels, **shape, **said})


@pytest.fixture
def answer() -> dict[str, Any]:
    """Two sentences, the second with two citations, and one that was dropped."""
    quotes = ["A mutex lets one thread in.", "It waits.", "It is fair."]
    return {
        "status": "answered",
        "sentences": [
            {"text": "One thread.", "citations": [1]},
            {"text": "Fair.", "citations": [2, 3]},
        ],
        "citations": [{"number": n, "quote": q} for n, q in enumerate(quotes, start=1)],
        "dropped": [{"text": "Mutexes are old.", "reason": "not said"}],
    }


def test_a_draft_is_judged_before_and_after_the_check(answer: dict[str, Any]):
    """Each sentence beside its own citations; what was dropped, beside what was found, is no longer shown."""
    one, two = "A mutex lets one thread in.", "It waits.\n\nIt is fair."
    drafted = (Drafted("Two threads.", one, "number word", False), Drafted("Fair.", two, "", True))
    found = cited_rows(asked(answer=answer, drafted=drafted, hits=({"text": "x"}, {"text": "y"})))
    pairs = {metric: [(row.sentence, row.evidence) for row in rows] for metric, rows in found.items()}
    dropped = ("Mutexes are old.", "x\n\ny")
    assert pairs == {
        FAULTLESS: [("One thread.", one), ("Fair.", two), dropped],
        DRAFTS: [("Two threads.", one), ("Fair.", two), dropped],
        SHOWN: [("Fair.", two)],
    }


def test_an_answer_s_value_is_its_sentences_mean():
    """A metric without a sentence has none: it is no 0 and no NaN."""
    good, bad = Cited("q", "good", "e"), Cited("q", "bad", "e")
    rows = {DRAFTS: (good, bad, bad), SHOWN: (good,), FAULTLESS: ()}
    assert averaged(rows, {good: 1.0, bad: 0.25}) == {DRAFTS: 0.5, SHOWN: 1.0}


def test_a_part_of_a_labelled_section_counts_as_that_section():
    """Other sections keep their names, and every hit has one."""
    hits = [{"section": s} for s in ("Guide > Mutex > Fair ones", "Guide > Pools", "Guide > Mutex")]
    assert found_sections(asked(hits=tuple(hits))) == ["Guide > Mutex", "Guide > Pools", "Guide > Mutex"]
