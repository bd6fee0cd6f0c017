"""Means, intervals and paired differences of values that apply to some questions."""

from collections.abc import Callable

import numpy as np
import pytest

from eval.metrics import bootstrap
from eval.runs.estimates import by_kind, difference, figure, figures
from eval.runs.types import Asked


def test_a_figure_is_the_mean_over_what_it_applies_to():
    """A question without the value does not count as 0, and a metric that nothing has is absent."""
    found = figures([{"recall@5": 1.0}, {"recall@5": 0.0, "ROUGE-L": 0.5}, {}])
    assert found["recall@5"].value == 0.5
    assert (found["recall@5"].questions, found["ROUGE-L"].questions) == (2, 1)
    assert found.keys() == {"recall@5", "ROUGE-L"}


def test_the_interval_holds_the_mean_and_is_the_same_every_time():
    """The seed is fixed."""
    found = figure([0.0, 1.0] * 20)
    assert found == figure([0.0, 1.0] * 20)
    assert 0 < found.low < found.value == 0.5 < found.high < 1


def test_a_difference_over_the_same_questions_is_that_of_the_paired_bootstrap():
    """Where the metric applies to every question of both, it is the mean of the differences."""
    rng = np.random.default_rng(3)
    old, new = rng.random(60), rng.random(60)
    found = difference([{"m": v} for v in old], [{"m": v} for v in new], "m")
    assert found is not None
    assert found.value == pytest.approx((new - old).mean())
    assert (found.low, found.high) == pytest.approx(bootstrap([new - old]))


def test_two_equal_runs_differ_by_nothing():
    """The interval of no difference has no width: pairs are kept together."""
    values = [{"m": v} for v in (0.0, 1.0, 0.5)]
    found = difference(values, values, "m")
    assert found is not None
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_a_metric_may_apply_to_other_questions_in_the_other_run():
    """Precision of 1 over one refusal, then of 1/2 over two; draws without a refusal are left out."""
    found = difference([{"m": 1.0}, {}, {}], [{"m": 1.0}, {"m": 0.0}, {}], "m")
    assert found is not None
    assert found.value == -0.5
    assert -1 <= found.low <= found.high <= 0


def test_what_one_run_could_not_measure_has_no_difference():
    """It is None, and not a difference to 0."""
    assert difference([{}, {}], [{"m": 1.0}, {}], "m") is None


def test_precision_of_refusing_a_kind_is_against_wrong_refusals(asked: Callable[..., Asked]):
    """Of the refused, one of this kind and one that has an answer: a half; other kinds do not count."""
    precise, recalled = {"refusal precision": 1.0, "refusal recall": 1.0}, {"refusal recall": 0.0}
    gone = {"status": "refused"}
    found = by_kind(
        [
            asked("gibberish-01", precise, answerable=False, answer=gone),
            asked("gibberish-02", recalled, answerable=False),
            asked("off-topic-01", precise, answerable=False, answer=gone),
            asked("number-01", {"refusal precision": 0.0}, answer=gone),
            asked("number-02"),
        ]
    )
    assert {kind: f["refusal precision"].value for kind, f in found.items()} == {
        "gibberish": 0.5,
        "off-topic": 0.5,
        "number": 0.0,
    }
    assert found["gibberish"]["refusal recall"].value == 0.5
