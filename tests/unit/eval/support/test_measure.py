"""Measures of a two-way verdict, by hand and against plain counting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.support.measure import (
    Bools,
    Floats,
    at_false_alarms,
    balanced_accuracy,
    best_threshold,
    calibration_error,
    roc_auc,
)

SCORED = st.lists(st.tuples(st.integers(-4, 4), st.booleans(), st.sampled_from((0.5, 1.0, 3.0))), min_size=1)


def floats(*values: float) -> Floats:
    """float[n]."""
    return np.array(values, float)


def sides(marks: str) -> Bools:
    """bool[n] of pluses and minuses."""
    return np.array([mark == "+" for mark in marks])


def test_the_area_counts_pairs_and_half_of_ties():
    """Of four pairs two are in order and one is a tie: five eighths."""
    assert roc_auc(floats(3, 1, 2, 1), sides("++--")) == pytest.approx(0.625)
    assert roc_auc(floats(3, 4, 2, 1), sides("++--")) == 1
    assert roc_auc(floats(1, 1), sides("+-")) == 0.5


def test_accuracy_is_balanced():
    """Nine supported claims and one other: saying "supported" to all is half right."""
    supported = sides("+" * 9 + "-")
    assert balanced_accuracy(np.ones(10), supported, 0.5) == 0.5
    assert balanced_accuracy(np.ones(10), supported, 2) == 0.5
    assert balanced_accuracy(floats(*[1] * 9, 0), supported, 1) == 1


def test_the_best_threshold_lies_between_the_sides():
    """Half way between the two scores that it tells apart; weights decide what may be missed."""
    assert best_threshold(floats(1, 4, 2, 5), sides("-+-+"), np.ones(4)) == 3
    crossed, supported = floats(1, 2, 3), sides("-+-")
    assert best_threshold(crossed, supported, floats(1, 9, 1)) == 1.5
    assert best_threshold(crossed, supported, floats(1, 1, 9)) > 3


@given(SCORED)
def test_no_threshold_is_better_than_the_best(scored: list[tuple[int, bool, float]]):
    """Ties too: what the threshold itself gets right is the most that any threshold does."""
    scores, supported, weights = (np.array(column) for column in zip(*scored, strict=True))

    def right(least: float) -> float:
        return float(weights[(scores >= least) == supported].sum())

    everywhere = [right(least) for least in (*scores, scores.max() + 1)]
    assert right(best_threshold(scores.astype(float), supported, weights)) == max(everywhere)


def test_calibration_by_hand():
    """Four claims at 0.9 of which three are supported, and two at 0.25 of which one is."""
    found = calibration_error(floats(0.9, 0.9, 0.9, 0.9, 0.25, 0.25), sides("+++-+-"))
    assert found == pytest.approx(4 / 6 * 0.15 + 2 / 6 * 0.25)
    assert calibration_error(floats(1, 1, 0), sides("++-")) == 0
    assert calibration_error(floats(1, 0), sides("-+")) == 1


@pytest.mark.parametrize(("alarms", "least"), [(0.0, 1), (0.05, 1), (0.1, 2), (0.25, 3), (0.5, 6)])
def test_at_most_the_asked_share_falls_below(alarms: float, least: float):
    """Of ten sound claims scored 1 to 10; a lower unsupported one has no say."""
    scores, supported = floats(*range(11)), sides("-" + "+" * 10)
    found = at_false_alarms(scores, supported, alarms)
    assert found == least
    assert (scores[supported] < found).mean() <= alarms < (scores[supported] < found + 1).mean()


def test_claims_with_the_same_score_fall_together():
    """Where half of the sound ones share the lowest score, none of them may fall."""
    assert at_false_alarms(floats(1, 1, 1, 2, 3, 4), sides("++++++"), 0.4) == 1
