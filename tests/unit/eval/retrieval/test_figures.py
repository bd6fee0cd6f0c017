"""Figures of tiny rankings by hand, and how means are taken over pools and sets."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from eval.retrieval.figures import METRICS, Pool, measure, pool, row, rows, weighed
from eval.retrieval.orders import FULL, Observed
from eval.retrieval.sets import CODE

ORDERS = ("BM25", "cosine", FULL)
SHOWN = {"MRR@10": "MRR@10"}


def measured(units: str, relevant: str) -> dict[str, float]:
    """Metric -> value for documents of one letter."""
    return dict(zip(METRICS, measure(units, frozenset(relevant)), strict=True))


def values(*ranks: tuple[float, float, float]) -> np.ndarray:
    """float[q, 3 orders, metrics] that hold the same number in every metric."""
    return np.repeat(np.array(ranks)[:, :, None], len(METRICS), 2)


def test_a_ranking_by_hand():
    """Right at ranks 2 and 7 of three right ones: known to the last digit."""
    found = measured("xaxxxxbxxxx", "abc")
    best = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert found["nDCG@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(8)) / best)
    assert found["MRR@10"] == 0.5
    assert found["recall@5"] == pytest.approx(1 / 3)
    assert found["recall@10"] == found["recall@20"] == pytest.approx(2 / 3)


def test_a_perfect_ranking_is_one_and_a_missing_answer_nothing():
    """The bounds of every metric, an empty list among them."""
    assert set(measured("abx", "ab").values()) == {1.0}
    assert set(measured("xyz", "a").values()) == {0.0}
    assert set(measured("", "a").values()) == {0.0}


def test_what_lies_beyond_the_tenth_place_counts_for_recall_at_twenty_alone():
    """Rank eleven is found by nothing that stops at ten."""
    found = measured("x" * 10 + "a", "a")
    assert found.pop("recall@20") == 1
    assert set(found.values()) == {0.0}


def test_only_questions_with_an_answer_are_ranked(seen: Callable[..., Observed]):
    """What has to be refused is left out of the means."""
    asked = [seen("a", one="xa", two="a"), seen("", "unanswerable", one="x")]
    found = pool("set", "name", asked, ("one", "two"))
    assert found.values.shape == (1, 2, len(METRICS))
    assert found.values[0, :, METRICS.index("MRR@10")].tolist() == [0.5, 1]


def test_neither_large_pools_nor_sets_of_many_pools_outvote_the_rest():
    """A set of pools with means 0 and 1 and a set with mean 0 are a quarter, whatever their sizes."""
    zero, one = values((0, 0, 0)), values(*[(1, 1, 1)] * 9)
    groups = [[zero, one], [values((0, 0, 0), (0, 0, 0))]]
    assert float(np.mean([v.mean() for v in weighed(groups)])) == pytest.approx(0.25)
    found = row("all", groups, ORDERS, SHOWN)
    assert found.figures["MRR@10"]["BM25"].value == pytest.approx(0.25)
    assert found.questions == 12


def test_the_gain_is_over_the_best_other_order_question_by_question():
    """A constant lead has an interval without width, however much questions differ."""
    lead = values((0.1, 0.2, 0.5), (0.1, 0.4, 0.7))
    gain = row("lead", [[lead]], ORDERS, SHOWN).gains["MRR@10"]
    d = gain.difference
    assert gain.other == "cosine"
    assert (d.value, d.low, d.high) == pytest.approx((0.3, 0.3, 0.3))


def test_intervals_hold_the_mean():
    """Both ends lie about it, and apart where questions differ."""
    some = values(*[(n % 2, 0, 1) for n in range(20)])
    e = row("some", [[some]], ORDERS, SHOWN).figures["MRR@10"]["BM25"]
    assert e.low < e.value == 0.5 < e.high


def test_a_row_a_pool_and_a_row_a_set():
    """Sets of several pools end in their mean, all sets in one more; the code set has pass@k."""
    one = values((1, 1, 1))
    pools = [Pool("guides", "a", one), Pool("guides", "b", one), Pool(CODE, CODE, one)]
    found = rows(pools, ORDERS)
    titles = ["guides: a", "guides: b", "**guides**, mean of 2", f"**{CODE}**", "**mean of the 2 sets**"]
    assert [r.title for r in found] == titles
    assert list(found[0].figures) == ["nDCG@10", "MRR@10", "recall@5"]
    assert list(found[3].figures) == ["nDCG@10", "MRR@10", "recall@5 = pass@5", "pass@10", "pass@20"]
    assert [r.questions for r in found] == [1, 1, 2, 1, 3]
