"""Ranking measures: known values by hand, and the bounds that hold for any ranking."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics import bootstrap, macro, ndcg, recall, reciprocal_rank

MODEST = settings(deadline=None, max_examples=60, derandomize=True, database=None)
RANKINGS = st.lists(st.booleans(), max_size=15)


def test_the_reciprocal_rank_is_that_of_the_first_relevant_result():
    """Third place gives a third, and a place beyond k gives nothing."""
    ranking = [False, False, True, True]
    assert reciprocal_rank(ranking, 10) == pytest.approx(1 / 3)
    assert reciprocal_rank(ranking, 2) == 0
    assert reciprocal_rank([], 10) == 0


def test_recall_counts_what_was_never_found():
    """Two of four relevant results in the top three are a half, although only two were retrieved."""
    assert recall([True, False, True, True], 4, 3) == 0.5


def test_ndcg_is_the_gain_over_that_of_a_perfect_order():
    """Relevant at ranks 1 and 3 of two: (1 + 1/2) / (1 + 1/log2 3)."""
    assert ndcg([True, False, True], 2, 10) == pytest.approx(1.5 / (1 + 1 / math.log2(3)))


def test_ndcg_of_more_relevant_results_than_places_can_be_one():
    """The perfect order has k places only: with 30 relevant results, ten in the top ten are perfect."""
    assert ndcg([True] * 10, 30, 10) == pytest.approx(1)


@MODEST
@given(ranking=RANKINGS, missed=st.integers(1, 3), k=st.integers(1, 12))
def test_every_measure_lies_between_0_and_1(ranking: list[bool], missed: int, k: int):
    """With at least one relevant result, found or missed, no measure leaves [0, 1]."""
    total = sum(ranking) + missed
    values = reciprocal_rank(ranking, k), recall(ranking, total, k), ndcg(ranking, total, k)
    assert all(0 <= v <= 1 + 1e-12 for v in values)


@MODEST
@given(ranking=st.lists(st.booleans(), min_size=2, max_size=10), data=st.data())
def test_moving_a_relevant_result_up_never_lowers_a_measure(ranking: list[bool], data: st.DataObject):
    """A swap that brings a relevant result up leaves every measure as good or better."""
    place = data.draw(st.integers(1, len(ranking) - 1))
    better = list(ranking)
    if better[place] and not better[place - 1]:
        better[place - 1], better[place] = True, False
    total = max(1, sum(ranking))
    assert reciprocal_rank(better, 10) >= reciprocal_rank(ranking, 10)
    assert recall(better, total, 5) >= recall(ranking, total, 5)
    assert ndcg(better, total, 10) >= ndcg(ranking, total, 10)


def test_macro_weighs_strata_alike():
    """A stratum of one question counts as much as one of four."""
    assert macro([np.array([1.0]), np.zeros(4)]) == 0.5


def test_the_bootstrap_is_seeded_and_holds_the_mean():
    """The same seed gives the same interval, another seed another, and the mean is inside."""
    rng = np.random.default_rng(5)
    strata = [rng.normal(0.1, 1, 80), rng.normal(0.3, 1, 40)]
    low, high = bootstrap(strata)
    assert bootstrap(strata) == (low, high) != bootstrap(strata, seed=1)
    assert low < macro(strata) < high


def test_the_bootstrap_interval_has_the_width_of_the_normal_one():
    """For the mean of 400 normal values it is close to mean -+ 1.96 standard errors."""
    values = np.random.default_rng(2).normal(0, 1, 400)
    low, high = bootstrap([values], resamples=4000)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.08)
