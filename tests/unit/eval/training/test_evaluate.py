"""Figures of the six orders: by documents, macro over pools, and only of held-out questions."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from eval.training.evaluate import METRICS, ORDERS, MixWeights, Slice, measure, orders, sampled, slices
from eval.training.mining import Mined
from eval.training.tables import as_json, markdown

Listed = Callable[..., Mined]
MIX = MixWeights(10, 0.1)


def floats(*values: float) -> np.ndarray:
    """float32[n]."""
    return np.array(values, np.float32)


def measured(m: Mined, head: np.ndarray) -> dict[str, dict[str, float]]:
    """Order -> metric -> value."""
    values = measure(m, orders(m, head, MIX))
    return {o: dict(zip(METRICS, row, strict=True)) for o, row in zip(ORDERS, values.tolist(), strict=True)}


def test_a_document_ranks_where_its_best_passage_does(listed: Listed):
    """Three passages of one wrong document before the answer make rank 2, not 4."""
    m = listed([7, 7, 7, 3], [0, 0, 0, 1])
    assert measured(m, floats(4, 3, 2, 1))["head"]["MRR@10"] == 0.5


def test_a_masked_passage_counts_for_its_document(listed: Listed):
    """Another passage of the answering document than the positive is as right."""
    m = listed([3, 5, 3], [-1, 0, 1])
    assert measured(m, floats(9, 5, 1))["head"]["recall@1"] == 1


def test_bm25_ranks_nothing_that_it_does_not_match(listed: Listed):
    """An answer without a common word is not found by BM25, though others find it."""
    m = listed([1, 2], [0, 1], bm25=floats(3, 0), cosine=floats(0.1, 0.9))
    found = measured(m, floats(0, 0))
    assert found["BM25"]["MRR@10"] == 0
    assert found["cosine"]["MRR@10"] == 1


def test_the_orders_are_what_they_say(listed: Listed):
    """Hybrid and mix are weighted sums; RRF of two agreeing orders is that order."""
    m = listed([1, 2, 3], [0, 1, 0], bm25=floats(2, 6, 4), cosine=floats(0.3, 0.5, 0.4))
    scored = orders(m, floats(1, 2, 3), MIX)
    assert scored["hybrid"] == pytest.approx(floats(0.31, 0.53, 0.42))
    assert scored["mix"] == pytest.approx(floats(4.2, 7.6, 7.4))
    assert scored["RRF"] == pytest.approx(floats(2 / 63, 2 / 61, 2 / 62))


def test_answers_outside_the_list_lower_recall(listed: Listed):
    """One of two answering documents at rank 1 is a recall of a half."""
    m = listed([1, 2], [1, 0], answers=2)
    assert measured(m, floats(2, 1))["head"]["recall@5"] == 0.5


def test_slices_are_macro_over_pools_and_not_repeated(listed: Listed):
    """A pool of one right question and a pool of three wrong ones are a half together, and two more rows."""
    lists = [listed([1], [1], pool="a"), *[listed([1], [0], pool="b")] * 3]
    values = np.array([measure(m, orders(m, floats(1), MIX)) for m in lists])
    found = {s.title: s for s in slices(lists, values)}
    assert list(found) == ["all", "a", "b"]
    assert found["all"].figures["mix"]["MRR@10"] == 0.5
    assert (found["all"].questions, found["all"].pools) == (4, 2)
    assert found["b"].gain["MRR@10"] == (0, 0, 0)


def test_the_gain_is_the_mix_less_the_hybrid(listed: Listed):
    """Where the head corrects every question, gain and both ends of its interval are all of it."""
    lists = [listed([1, 2], [0, 1], cosine=floats(0.2, 0.1), pool=p) for p in "aab"]
    values = np.array([measure(m, orders(m, floats(0, 9), MIX)) for m in lists])
    assert slices(lists, values)[0].gain["MRR@10"] == (0.5, 0.5, 0.5)


def test_a_sample_is_of_every_pool_and_always_the_same(listed: Listed):
    """At most two questions a pool, in the lists' order, a small pool whole."""
    lists = [listed([1], [1], pool=p, question=f"{p}{i}") for p, n in (("a", 9), ("b", 1)) for i in range(n)]
    asked = [m.question for m in sampled(lists, 2)]
    assert [q[0] for q in asked] == ["a", "a", "b"]
    assert asked == sorted(asked) == [m.question for m in sampled(lists, 2)]


def test_the_tables_and_the_json_hold_the_same_figures():
    """One table a metric, one row a slice, all orders as columns."""
    figures = {o: dict.fromkeys(METRICS, 0.25) for o in ORDERS}
    one = Slice("all", 4, 2, figures, dict.fromkeys(METRICS, (0.1, -0.02, 0.2)))
    table = markdown([one])
    assert table.count("| all | 4 | 2 | 0.250 |") == len(METRICS)
    assert "+0.100 [-0.020, +0.200]" in table
    read = json.loads(as_json("model-7", [one]))
    assert read["model"] == "model-7"
    assert read["slices"][0]["figures"]["mix"]["MRR@10"] == 0.25
