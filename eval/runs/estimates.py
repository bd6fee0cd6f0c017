"""Values of single questions -> means with intervals, and the differences of two runs."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.metrics import bootstrap
from eval.retrieval.figures import Estimate
from eval.runs.metrics.refusals import PRECISION
from eval.runs.types import Asked, Figure, Figures
from eval.runs.values import METRICS

SEED = 0
RESAMPLES = 1000
Values = Mapping[str, float]
"""Metric -> value, of one question."""


def figure(values: Sequence[float]) -> Figure:
    """Their mean and its interval."""
    drawn = np.array(values, float)
    return Figure(float(drawn.mean()), *bootstrap([drawn], RESAMPLES, SEED), len(values))


def figures(asked: Sequence[Values]) -> dict[str, Figure]:
    """Every metric over the questions that it applies to, those that apply to none left out."""
    columns = {m.name: [v[m.name] for v in asked if m.name in v] for m in METRICS}
    return {name: figure(values) for name, values in columns.items() if values}


def by_kind(asked: Sequence[Asked]) -> dict[str, Figures]:
    """The figures of each kind by itself; only precision of refusal is against what has an answer."""
    kinds = {kind: [a for a in asked if a.kind == kind] for kind in sorted({a.kind for a in asked})}
    found = {kind: figures([a.values for a in some]) for kind, some in kinds.items()}
    wrongly = sum(a.answerable and a.refused for a in asked)
    for kind, some in kinds.items():
        if rightly := sum(a.refused and not a.answerable for a in some):
            found[kind][PRECISION] = figure([1.0] * rightly + [0.0] * wrongly)
    return dict(found)


def difference(before: Sequence[Values], after: Sequence[Values], metric: str) -> Estimate | None:
    """The mean of `after` less that of `before` over the same questions in the same order, paired.

    Questions are drawn with replacement, each with both its values (Efron and Tibshirani, 1993). A
    metric may apply to a question in one run alone, as precision of refusal does: then each run's
    mean is over its own. None where it applies to no question of one of them.
    """
    old, new = _column(before, metric), _column(after, metric)
    if not old[1].any() or not new[1].any():
        return None
    value = _mean(new) - _mean(old)
    rows = np.random.default_rng(SEED).integers(len(before), size=(RESAMPLES, len(before)))
    # A draw without any question that the metric applies to has no mean.
    rows = rows[(old[1][rows].sum(1) > 0) & (new[1][rows].sum(1) > 0)]
    low, high = np.quantile(_mean(new[:, rows]) - _mean(old[:, rows]), (0.025, 0.975))
    return Estimate(float(value), float(low), float(high))


def _column(asked: Sequence[Values], metric: str) -> NDArray[np.float64]:
    """float[2, questions]: the values, 0 where it does not apply, and 1 where it does."""
    return np.array([[a.get(metric, 0.0) for a in asked], [float(metric in a) for a in asked]])


def _mean(column: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(column[0].sum(-1) / column[1].sum(-1))
