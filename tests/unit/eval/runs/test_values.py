"""Which metrics apply to an answer, and what is said of a wrong one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from eval.answers import outcome
from eval.golden import GoldenQuestion
from eval.runs.planted import KEPT_OUT, SOUND_KEPT
from eval.runs.values import METRICS, faults_of, values_of
from serve.types import Answer, Dropped

TextOf = Callable[[object], str]


def test_an_answer_has_all_values_but_those_of_refusals(
    question: GoldenQuestion, answer: Answer, text_of: TextOf
):
    """One of two facts, one of two sections; the first citation is right, the answer is not."""
    values = values_of(outcome(question, answer), ["Guide > Mutex"], text_of)
    later = {SOUND_KEPT, KEPT_OUT, *(m.name for m in METRICS if m.name.startswith("refusal"))}
    later |= {m.name for m in METRICS if m.source != "labels"}
    assert values.keys() == {m.name for m in METRICS} - later
    assert (values["fact coverage"], values["citation recall"], values["recall@5"]) == (0.5, 0.5, 0.5)
    assert (values["first section"], values["citation precision"], values["answers right"]) == (1, 1, 0)


def test_the_marks_of_citations_are_no_words(question: GoldenQuestion, answer: Answer, text_of: TextOf):
    """ "[1]" in the text does not keep an answer from matching its reference."""
    asked = replace(question, reference="A mutex lets one thread in.")
    values = values_of(outcome(asked, answer), [], text_of)
    assert (values["exact match"], values["ROUGE-L"]) == (1, 1)


def test_a_wrong_refusal_counts_as_nothing_said(question: GoldenQuestion, refusal: Answer, text_of: TextOf):
    """It covers no fact, although its words hold one, and it has no citation to be measured."""
    values = values_of(outcome(question, refusal), ["Guide > Mutex"], text_of)
    none = (
        "fact coverage",
        "first section",
        "citation recall",
        "exact match",
        "ROUGE-L",
        "refusal precision",
    )
    assert [values[name] for name in none] == [0.0] * len(none)
    assert not values.keys() & {"citation precision", "citation validity", "refusal recall"}


def test_dropped_sentences_lower_the_share_that_was_kept(
    question: GoldenQuestion, answer: Answer, refusal: Answer, text_of: TextOf
):
    """One of two is a half, none of one is 0 although it is a refusal; without a draft there is no share."""
    gone = (Dropped("It is fast.", "its citations do not hold “fast”"),)
    halved = values_of(outcome(question, replace(answer, dropped=gone)), [], text_of)
    emptied = values_of(outcome(question, replace(refusal, dropped=gone)), [], text_of)
    assert (halved["kept sentences"], emptied["kept sentences"]) == (0.5, 0.0)
    assert "kept sentences" not in values_of(outcome(question, refusal), [], text_of)


def test_of_a_question_without_an_answer_only_refusal_and_the_checks_are_measured(
    question: GoldenQuestion, answer: Answer, refusal: Answer, text_of: TextOf
):
    """Labelled sections of a false premise do not make it a question of retrieval."""
    strange = replace(question, answerable=False)
    answered = values_of(outcome(strange, answer), [], text_of)
    checked = {"citation validity": 1.0, "kept sentences": 1.0}
    assert answered == {"answers right": 0.0, "refusal recall": 0.0, **checked}
    refused = values_of(outcome(strange, refusal), [], text_of)
    assert refused == {"answers right": 1.0, "refusal recall": 1.0, "refusal precision": 1.0}


@pytest.mark.parametrize(
    ("answerable", "refused", "faults"),
    [
        (True, False, ("“lock” is missing",)),
        (True, True, ("refused, although the material answers it",)),
        (False, False, ("answered, although the material does not answer it",)),
        (False, True, ()),
    ],
)
def test_what_is_wrong_is_said(
    question: GoldenQuestion,
    answer: Answer,
    refusal: Answer,
    answerable: bool,
    refused: bool,
    faults: tuple[str],
):
    """A right answer has no fault, and every wrong one has at least one."""
    judged = outcome(replace(question, answerable=answerable), refusal if refused else answer)
    assert faults_of(judged) == faults
    assert judged.right == (not faults)


def test_a_citation_of_another_section_is_a_fault(question: GoldenQuestion, answer: Answer):
    """All facts do not make up for it."""
    asked = replace(question, sections=("Guide > Cache",), facts=(("one thread",),))
    assert faults_of(outcome(asked, answer)) == ("the first citation stands in another section",)
