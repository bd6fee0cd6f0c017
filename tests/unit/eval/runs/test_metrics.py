"""Every metric on cases that can be counted by hand."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.runs.metrics import citations, refusals, retrieval, wording
from eval.runs.metrics.latency import percentiles
from serve.types import Answer

MODEST = settings(deadline=None, max_examples=60, derandomize=True, database=None)


def test_retrieval_is_measured_over_the_labelled_sections():
    """Of two labelled sections one stands second: half found, reciprocal rank a half, less than full gain."""
    found = retrieval.retrieval_values(["x", "a", "y"], {"a", "b"})
    gain = (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    assert found == {"recall@5": 0.5, "MRR@10": 0.5, "nDCG@10": pytest.approx(gain)}


def test_an_empty_ranking_is_worth_nothing():
    """A search that finds nothing has three zeros, not a missing figure."""
    assert set(retrieval.retrieval_values([], {"a"}).values()) == {0.0}


def test_a_citation_is_valid_when_it_equals_its_span(answer: Answer, text_of: Callable[[object], str]):
    """One that is shifted by one character is not."""
    whole = answer.citations[0]
    shifted = replace(whole, start=whole.start + 1, end=whole.end + 1)
    assert citations.validity([whole], text_of) == 1
    assert citations.validity([whole, shifted], text_of) == 0.5


def test_citations_are_precise_when_they_stand_in_a_labelled_section_or_a_part_of_it():
    """Two of three do."""
    cited = ["Guide > Mutex", "Guide > Mutex > Cost", "Guide > Cache"]
    assert citations.precision(cited, ["Guide > Mutex"]) == pytest.approx(2 / 3)


def test_citations_recall_the_labelled_sections_that_they_stand_in():
    """One of two sections is cited, however often; without a citation none is."""
    assert citations.recall(["Guide > Mutex"] * 3, ["Guide > Mutex", "Guide > Cache"]) == 0.5
    assert citations.recall([], ["Guide > Mutex"]) == 0


def test_an_exact_match_does_not_look_at_case_articles_and_punctuation():
    """ "The KL-divergence." is "kl-divergence", another word is not, and no answer is no match."""
    assert wording.exact_match("The KL-divergence.", "kl-divergence") == 1
    assert wording.exact_match("KL divergences", "KL divergence") == 0
    assert wording.exact_match("", "KL divergence") == 0


def test_rouge_l_is_the_f1_of_the_longest_common_subsequence():
    """Lin's example: "police kill the gunman" shares three words in order with the reference."""
    reference = "police killed the gunman"
    assert wording.rouge_l("police kill the gunman", reference) == pytest.approx(3 / 4)
    assert wording.rouge_l("the gunman kill police", reference) == pytest.approx(2 / 4)
    assert wording.rouge_l("", reference) == 0


@MODEST
@given(said=st.text("ab ,", max_size=20), wanted=st.text("ab ,", max_size=20))
def test_rouge_l_is_symmetric_and_bounded(said: str, wanted: str):
    """F1 does not care which side is the reference, and lies in [0, 1]."""
    assert wording.rouge_l(said, wanted) == wording.rouge_l(wanted, said)
    assert 0 <= wording.rouge_l(said, wanted) <= 1


@pytest.mark.parametrize(
    ("answerable", "refused", "values"),
    [
        (True, False, {}),
        (True, True, {"refusal precision": 0.0}),
        (False, False, {"refusal recall": 0.0}),
        (False, True, {"refusal precision": 1.0, "refusal recall": 1.0}),
    ],
)
def test_precision_is_over_refusals_and_recall_over_what_has_no_answer(
    answerable: bool, refused: bool, values: dict[str, float]
):
    """A question counts in the one that it belongs to, in both, or in none."""
    assert refusals.refusal_values(answerable, refused) == values


def test_latency_is_over_the_answers_that_went_through_the_stage():
    """A refusal has no rerank of its own, and does not count as one of no time."""
    timings = [{"total": float(n)} for n in range(100)] + [{"total": 100.0, "rerank": 7.0}]
    assert percentiles(timings) == {"total": {"p50": 50, "p95": 95}, "rerank": {"p50": 7, "p95": 7}}
