"""Figures of a calibration on observations made by hand."""

from dataclasses import replace

import pytest

from eval.calibrate.fit import Judged
from eval.calibrate.observe import Observation
from eval.calibrate.report import auc, never_mentioned, ordering, refusing, threshold, wrong_by_wording
from retrieval.calibration import ConfidenceCoefficients
from retrieval.confidence import probability

COSINE = ConfidenceCoefficients(-5.0, {"cosine": 10.0})


def judged(cosine: float, kind: str = "answerable", rank: int = 1, origin: str = "asked") -> Judged:
    """A question whose confidence rests on the cosine alone."""
    observation = Observation("half", "held_out", kind, origin, (), {}, 1.0, ())
    return Judged(observation, {"cosine": cosine}, rank)


def test_threshold_is_the_highest_that_the_allowance_permits():
    """Of 100 answerable questions three may be refused, and a step higher a fourth would be."""
    rows = [judged(0.01 * n) for n in range(100)]
    least = threshold(rows, COSINE)
    assert refusing(rows, COSINE, least).wrong == pytest.approx(0.03)
    assert refusing(rows, COSINE, least + 0.002).wrong > 0.03


def test_threshold_spares_the_hardest_wording():
    """Many easy questions do not pay for a few that are worded otherwise."""
    easy = [judged(0.9) for _ in range(500)]
    hard = [judged(0.3 + 0.01 * n, origin="reworded") for n in range(20)]
    assert threshold([*easy, *hard], COSINE) == threshold(hard, COSINE)


def test_threshold_ignores_questions_without_their_answer():
    """What retrieval did not find ought to be refused."""
    rows = [judged(0.5 + 0.01 * n) for n in range(20)]
    assert threshold([*rows, *(judged(0.0, rank=0) for _ in range(20))], COSINE) == threshold(rows, COSINE)


def test_refusals_are_counted_by_kind_and_origin():
    """A kind's share is over all of its origins."""
    rows = [judged(0.9), judged(0.1, "far", 0, "medquad"), judged(0.8, "far", 0, "clapnq")]
    found = refusing(rows, COSINE, 0.5)
    assert found.refused == {"far": 0.5, "far: clapnq": 0.0, "far: medquad": 1.0}
    assert found.auc["far"] == 1.0
    assert found.wrong == 0.0


def test_wrong_refusals_are_told_apart_by_wording():
    """So that a rule that only pleases questions in the answer's words is seen."""
    rows = [judged(0.9), judged(0.1, origin="reworded"), judged(0.9, origin="reworded")]
    assert wrong_by_wording(rows, COSINE, 0.5) == {"asked": 0.0, "reworded": 0.5}


def test_questions_about_the_unmentioned_are_counted_by_kind():
    """Answerable ones by their wording, since there the share is that of wrong refusals."""
    strange = judged(0.9, "near", 0)
    strange = replace(strange, observation=replace(strange.observation, unmentioned=("beam",)))
    rows = [judged(0.9), judged(0.5, origin="rough"), strange, judged(0.8, "near", 0)]
    assert never_mentioned(rows) == {"answerable: asked": 0.0, "answerable: rough": 0.0, "near": 0.5}


def test_ordering_counts_what_was_not_found_as_nothing():
    """Ranks 1, 4 and none."""
    found = ordering([judged(0.5, rank=1), judged(0.5, rank=4), judged(0.5, rank=0)])
    assert (found.mrr, found.first, found.found) == pytest.approx((1.25 / 3, 1 / 3, 2 / 3))


def test_auc_counts_ties_half():
    """One pair won, one tied."""
    assert auc([0.5], [0.5, 0.1]) == pytest.approx(0.75)


def test_probability_is_the_product_s_own():
    """The report asks the function that serves, at its midpoint here."""
    assert probability({"cosine": 0.5}, COSINE) == pytest.approx(0.5)
