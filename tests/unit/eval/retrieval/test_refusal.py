"""Shares refused, and the risk-coverage curve, of questions made by hand."""

from collections.abc import Callable

import pytest

from eval.retrieval.orders import Observed
from eval.retrieval.refusal import Refusals, curve, refusals, risk_at
from eval.retrieval.sets import ANSWERABLE

Seen = Callable[..., Observed]


@pytest.fixture
def asked(seen: Seen) -> list[Observed]:
    """Four answerable, one of them refused; three foreign, one of them answered; below .3 is refused."""
    sure = {ANSWERABLE: (0.9, 0.8, 0.4, 0.2), "off-topic": (0.5, 0.1), "gibberish": (0.05,)}
    return [seen("a" if kind == ANSWERABLE else "", kind, p) for kind, ps in sure.items() for p in ps]


@pytest.fixture
def found(asked: list[Observed]) -> Refusals:
    """Their figures."""
    return refusals("made", asked, ("off-topic", "gibberish"))


def test_shares_are_by_kind(found: Refusals):
    """A quarter is refused wrongly, half of the off-topic ones and all gibberish rightly."""
    shares = {k.kind: (k.questions, k.share.value) for k in found.kinds}
    assert shares == {
        "answerable": (4, 0.25),
        "off-topic": (2, 0.5),
        "gibberish": (1, 1.0),
        "all without an answer": (3, pytest.approx(2 / 3)),
    }


def test_the_area_is_the_share_of_pairs_in_the_right_order(found: Refusals):
    """Of twelve pairs of an answerable and a foreign question, ten."""
    areas = {k.kind: k.auc for k in found.kinds}
    assert areas == {
        "answerable": None,
        "off-topic": 6 / 8,
        "gibberish": 1.0,
        "all without an answer": pytest.approx(10 / 12),
    }


def test_the_curve_answers_the_surest_first(found: Refusals):
    """Its last point is the share of foreign questions among all."""
    risks = [0, 0, 1 / 3, 1 / 4, 1 / 5, 2 / 6, 3 / 7]
    assert [risk for _, risk in found.curve] == pytest.approx(risks)
    assert [coverage for coverage, _ in found.curve] == pytest.approx([n / 7 for n in range(1, 8)])
    assert found.shipped == pytest.approx((4 / 7, 1 / 4))


def test_of_equally_sure_questions_the_foreign_one_comes_first(seen: Seen):
    """A tie is no merit."""
    assert curve([seen("a", sure=0.4), seen("", "off-topic", 0.4)]) == [(0.5, 1.0), (1.0, 0.5)]


def test_the_risk_at_a_coverage_is_of_at_least_that_many():
    """A share between two points is that of the later one; rounding does not move it further."""
    points = [((n + 1) / 10, float(n)) for n in range(10)]
    assert [risk_at(points, c) for c in (0.0, 0.1, 0.25, 0.3, 1.0)] == [0, 0, 2, 2, 9]
