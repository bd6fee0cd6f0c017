"""Strengths fitted to duels: the ones that the duels were drawn from, in whatever order they come."""

import random

import pytest

from eval.pairwise.elo import ratings
from eval.pairwise.types import Duel
from eval.runs.errors import Incomparable

STRENGTHS = {"a": 1150.0, "b": 1000.0, "c": 850.0}


def drawn(questions: int, seed: int = 0) -> list[Duel]:
    """Every two on every question, won with the probability that Elo's formula gives."""
    rng = random.Random(seed)  # noqa: S311 - simulated duels
    found = []
    for n in range(questions):
        for one, other in (("a", "b"), ("b", "c"), ("a", "c")):
            chance = 1 / (1 + 10 ** ((STRENGTHS[other] - STRENGTHS[one]) / 400))
            found.append(Duel(f"q{n}", "kind", one, other, 1 if rng.random() < chance else -1))
    return found


def test_known_strengths_are_found():
    """From a thousand questions, to within thirty points, and inside the interval."""
    for rating in ratings(drawn(1000)):
        assert rating.elo == pytest.approx(STRENGTHS[rating.name], abs=30)
        assert rating.low < rating.elo < rating.high
        assert rating.low <= STRENGTHS[rating.name] <= rating.high


def test_the_order_makes_no_difference():
    """Neither that of the duels nor which of two stands first."""
    duels = drawn(40)
    turned = [Duel(d.question, d.kind, d.second, d.first, -d.won) for d in reversed(duels)]
    for one, other in zip(ratings(duels), ratings(turned), strict=True):
        assert one.name == other.name
        assert one.elo == pytest.approx(other.elo, abs=1e-6)


def test_ties_are_half_a_win_each():
    """Two that always tie are equally strong."""
    found = ratings([Duel(f"q{n}", "kind", "a", "b", 0) for n in range(20)])
    assert [r.elo for r in found] == pytest.approx([1000, 1000])


def test_who_never_lost_has_a_finite_rating():
    """And stands first; more such duels make it stronger."""
    few, many = ([Duel(f"q{n}", "kind", "a", "b", 1) for n in range(size)] for size in (10, 100))
    assert ratings(few)[0].name == "a"
    assert 1000 < ratings(few)[0].elo < ratings(many)[0].elo < 3000


def test_groups_that_never_met_have_no_common_scale():
    """Nothing says how one of them compares with the other."""
    with pytest.raises(Incomparable, match="never met"):
        ratings([Duel("q", "kind", "a", "b", 1), Duel("q", "kind", "c", "d", 1)])
