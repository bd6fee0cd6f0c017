"""Reciprocal rank fusion: the formula by hand, and what holds for any rankings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.fusion import RANK_CONSTANT, reciprocal_rank_fusion

RANKING = st.lists(st.integers(0, 30), unique=True, max_size=20)
RANKINGS = st.dictionaries(st.sampled_from(["dense", "bm25", "other"]), RANKING)
MODEST = settings(deadline=None, max_examples=60, derandomize=True, database=None)


def test_scores_are_the_sums_of_reciprocal_ranks():
    """b is 2nd and 1st, a is 1st and 3rd, c is 3rd and 2nd: 1/(60 + rank) each, added up."""
    fused = reciprocal_rank_fusion({"dense": ["a", "b", "c"], "bm25": ["b", "c", "a"]}, {})
    assert [key for key, _ in fused] == ["b", "a", "c"]
    assert dict(fused) == pytest.approx({"b": 1 / 62 + 1 / 61, "a": 1 / 61 + 1 / 63, "c": 1 / 63 + 1 / 62})


def test_a_ranking_that_lacks_a_key_adds_nothing():
    """A key of one ranking has that ranking's share alone, and no worst rank in the other."""
    fused = reciprocal_rank_fusion({"dense": ["a", "b"], "bm25": ["b"]}, {})
    assert fused == [("b", pytest.approx(1 / 62 + 1 / 61)), ("a", pytest.approx(1 / 61))]


def test_weights_scale_a_ranking():
    """A ranking's share is multiplied by its weight; one without a weight weighs 1."""
    rankings = {"dense": ["a", "b"], "bm25": ["b", "a"]}
    fused = reciprocal_rank_fusion(rankings, {"bm25": 0.25})
    assert fused == [
        ("a", pytest.approx(1 / 61 + 0.25 / 62)),
        ("b", pytest.approx(1 / 62 + 0.25 / 61)),
    ]
    assert reciprocal_rank_fusion(rankings, {"bm25": 3.0})[0][0] == "b"


def test_a_weight_of_nothing_leaves_the_other_ranking_in_charge():
    """With weight 0 a ranking decides nothing, and its own keys come last with a score of 0."""
    fused = reciprocal_rank_fusion({"dense": ["x", "b", "a"], "bm25": ["a", "b"]}, {"dense": 0.0})
    assert [key for key, _ in fused] == ["a", "b", "x"]
    assert fused[-1] == ("x", 0.0)


def test_ties_keep_the_order_in_which_keys_were_seen():
    """Mirrored rankings tie every pair of keys: the first ranking's order stands, every time."""
    assert [k for k, _ in reciprocal_rank_fusion({"one": ["b", "a"], "two": ["a", "b"]}, {})] == ["b", "a"]
    assert [k for k, _ in reciprocal_rank_fusion({"one": ["a", "b"], "two": ["b", "a"]}, {})] == ["a", "b"]


def test_the_constant_tells_how_much_a_first_place_counts():
    """With k = 0 one first place beats two third places; with the paper's 60 the two win."""
    rankings = {"dense": ["first", "x", "both"], "bm25": ["y", "z", "both"]}
    assert reciprocal_rank_fusion(rankings, {}, k=0)[0][0] == "first"
    assert reciprocal_rank_fusion(rankings, {}, k=RANK_CONSTANT)[0][0] == "both"


def test_nothing_fuses_to_nothing():
    """No ranking, or empty ones, give an empty list."""
    assert reciprocal_rank_fusion({}, {}) == []
    assert reciprocal_rank_fusion({"dense": [], "bm25": []}, {"dense": 2.0}) == []


@MODEST
@given(rankings=RANKINGS)
def test_every_key_comes_out_once_and_best_first(rankings: dict[str, list[int]]):
    """Fusion loses no key, repeats none, and its scores never rise."""
    fused = reciprocal_rank_fusion(rankings, {"dense": 0.5})
    keys, scores = [key for key, _ in fused], [score for _, score in fused]
    assert sorted(keys) == sorted({key for ranking in rankings.values() for key in ranking})
    assert scores == sorted(scores, reverse=True)


@MODEST
@given(ranking=RANKING)
def test_rankings_that_agree_are_kept(ranking: list[int]):
    """Two rankings of one order fuse to that order."""
    assert [key for key, _ in reciprocal_rank_fusion({"dense": ranking, "bm25": ranking}, {})] == ranking
