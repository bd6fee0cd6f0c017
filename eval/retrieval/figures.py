"""Observed questions -> rows of figures: means over questions, pools and sets with their intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics import bootstrap, macro, ndcg, recall, reciprocal_rank
from eval.retrieval.orders import FULL, Observed
from eval.retrieval.sets import CODE

Values = NDArray[np.float64]
"""float[questions, orders, metrics]."""

METRICS = ("nDCG@10", "MRR@10", "recall@5", "recall@10", "recall@20")
SHOWN = {"nDCG@10": "nDCG@10", "MRR@10": "MRR@10", "recall@5": "recall@5"}
SHOWN_OF_CODE = {**SHOWN, "recall@5": "recall@5 = pass@5", "recall@10": "pass@10", "recall@20": "pass@20"}
"""Metric -> its name in the table. The code set's publishers call the mean recall of chunks pass@k."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its 95% bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What the full pipeline has over `other`, the best of the other orders, question by question."""

    other: str
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Row:
    """Some questions, measured. `figures`: metric, as the table names it -> order -> estimate."""

    title: str
    questions: int
    figures: Mapping[str, Mapping[str, Estimate]]
    gains: Mapping[str, Gain]


@dataclass(frozen=True, slots=True)
class Pool:
    """The answerable questions of one collection, measured."""

    group: str
    name: str
    values: Values


def measure(units: Sequence[str], relevant: frozenset[str]) -> list[float]:
    """A value a metric; what the list does not hold counts as not found."""
    right, total = [u in relevant for u in units], len(relevant)
    cuts = [recall(right, total, k) for k in (5, 10, 20)]
    return [ndcg(right, total, 10), reciprocal_rank(right, 10), *cuts]


def pool(group: str, name: str, observed: Sequence[Observed], orders: Sequence[str]) -> Pool:
    """The figures of those questions that have an answer."""
    asked = [o for o in observed if o.question.relevant]
    values = [[measure(o.units[order], o.question.relevant) for order in orders] for o in asked]
    return Pool(group, name, np.array(values, float))


def rows(pools: Sequence[Pool], orders: Sequence[str]) -> list[Row]:
    """A row a pool, one more for a set of several pools, and last the mean over the sets."""
    groups: dict[str, list[Values]] = {}
    for p in pools:
        groups.setdefault(p.group, []).append(p.values)
    found: list[Row] = []
    for group, values in groups.items():
        shown = SHOWN_OF_CODE if group == CODE else SHOWN
        if len(values) > 1:
            names = [p.name for p in pools if p.group == group]
            found += [row(f"{group}: {n}", [[v]], orders, shown) for n, v in zip(names, values, strict=True)]
        title = f"**{group}**, mean of {len(values)}" if len(values) > 1 else f"**{group}**"
        found.append(row(title, [values], orders, shown))
    return [*found, row(f"**mean of the {len(groups)} sets**", list(groups.values()), orders, SHOWN)]


def row(
    title: str, groups: Sequence[Sequence[Values]], orders: Sequence[str], shown: Mapping[str, str]
) -> Row:
    """The mean over groups of the mean over a group's pools, for every order."""
    strata = weighed(groups)
    figures: dict[str, dict[str, Estimate]] = {}
    gains: dict[str, Gain] = {}
    for metric, name in shown.items():
        k = METRICS.index(metric)
        figures[name] = {order: estimate([s[:, o, k] for s in strata]) for o, order in enumerate(orders)}
        others = {order: e.value for order, e in figures[name].items() if order != FULL}
        best = max(others, key=lambda order: others[order])
        one, two = orders.index(FULL), orders.index(best)
        gains[name] = Gain(best, estimate([s[:, one, k] - s[:, two, k] for s in strata]))
    return Row(title, sum(len(s) for s in strata), figures, gains)


def weighed(groups: Sequence[Sequence[Values]]) -> list[Values]:
    """Strata whose plain macro mean is the mean over groups of the mean over a group's pools.

    `bootstrap` weighs all strata alike; it is linear in the values, so these carry the weights.
    """
    strata = sum(len(group) for group in groups)
    return [values * strata / (len(groups) * len(group)) for group in groups for values in group]


def estimate(strata: Sequence[Values]) -> Estimate:
    """The mean over strata, each float[questions], and its interval."""
    return Estimate(macro(strata), *bootstrap(strata))
