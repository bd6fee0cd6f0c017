"""Observations -> coefficients: two logistic regressions, written in the figures' own units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.calibrate.observe import Observation, Seen
from retrieval.calibration import ConfidenceCoefficients, MixCoefficients
from retrieval.confidence import features

Floats = NDArray[np.float64]

MIXED = ("cosine", "bm25", "late", "piece", "logit")
"""What the mix weighs, the cross-encoder's last: named alike in `Seen` and `MixCoefficients`."""
EVIDENCE = 5
"""Passages that the confidence looks at: `RetrievalSettings.evidence`."""
KIND_WEIGHTS = {"answerable": 2.0, "near": 1.0, "far": 1.0, "gibberish": 0.25}
RIDGE = 1e-3
"""Of the standardised coefficients: it only keeps what the data leaves open from running away."""


@dataclass(frozen=True, slots=True)
class Linear:
    """logit = bias + x @ weights, x float[n, features]."""

    bias: float
    weights: Floats


@dataclass(frozen=True, slots=True)
class Judged:
    """An observation in a mix's order: the evidence's figures, and whether an answer is among it.

    `rank` is that of the first right candidate, from 1; 0 where none is right.
    """

    observation: Observation
    figures: Mapping[str, float]
    rank: int

    @property
    def answered(self) -> bool:
        """The evidence holds a passage of a right document."""
        return 0 < self.rank <= EVIDENCE


def logistic(x: Floats, y: Floats, weights: Floats, intercept: bool = True) -> Linear:
    """Newton's method on the weighted log-likelihood. x: float[n, k]; y: 0 or 1; weights: float[n]."""
    scale = np.where(x.std(0) > 0, x.std(0), 1.0)
    middle = x.mean(0) if intercept else np.zeros(x.shape[1])
    z = np.hstack([(x - middle) / scale, np.full((len(x), 1), float(intercept))])
    share = weights / weights.sum()
    penalty = np.full(z.shape[1], RIDGE)
    found = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ found))
        slope = z.T @ (share * (p - y)) + penalty * found
        curvature = (z.T * (share * p * (1 - p))) @ z + np.diag(penalty)
        found = found - np.linalg.solve(curvature, slope)
    raw = found[:-1] / scale
    return Linear(float(found[-1] * intercept - raw @ middle), raw)


def fit_mix(observations: Iterable[Observation], with_logit: bool) -> MixCoefficients:
    """Orders by differences, then scales to probabilities.

    The order is fitted on the difference between a right and a wrong candidate of one question
    (Bradley and Terry, 1952), so that long questions, whose BM25 scores are higher, do not count
    for more; a second regression gives the bias and the scale that make it a probability.
    """
    lists = [o for o in observations if o.kind == "answerable" and _both(o)]
    differences, weights = _differences(lists, with_logit)
    # Each difference stands for its mirror image as well: no intercept.
    x, y = np.vstack([differences, -differences]), np.repeat([1.0, 0.0], len(differences))
    order = logistic(x, y, np.tile(weights, 2), intercept=False).weights
    rows = np.vstack([_columns(o.candidates, with_logit) for o in lists])
    right = np.array([float(c.right) for o in lists for c in o.candidates])
    scaled = logistic((rows @ order)[:, None], right, np.ones(len(rows)))
    named = dict(zip(MIXED, scaled.weights[0] * order, strict=False))
    seen = [c for o in lists for c in o.candidates]
    usual = {"middling": "logit", "usual_late": "late", "usual_piece": "piece"}
    named |= {name: np.median([getattr(c, figure) for c in seen]) for name, figure in usual.items()}
    return MixCoefficients(bias=scaled.bias, **{name: float(v) for name, v in named.items()})


def judge(observation: Observation, mix: MixCoefficients) -> Judged:
    """The evidence as the mix orders it, with the product's own figures of it."""
    o = observation
    rows = _columns(o.candidates, with_logit=True)
    logits = mix.bias + rows @ np.array([getattr(mix, name) for name in MIXED])
    order = np.argsort(-logits, kind="stable")
    rank = next((n for n, i in enumerate(order, start=1) if o.candidates[i].right), 0)
    best = [(int(i), float(1 / (1 + np.exp(-logits[i])))) for i in order[:EVIDENCE]]
    figures = features(o.terms, o.scored(best), lambda t: o.idf.get(t, 0.0), o.unseen_idf)
    return Judged(o, figures, rank)


def fit_confidence(judged: Iterable[Judged], names: Sequence[str]) -> ConfidenceCoefficients:
    """A logistic regression over the named figures; a question whose answer was not found is left out."""
    rows = [j for j in judged if j.answered or j.observation.kind != "answerable"]
    x = np.array([[j.figures[n] for n in names] for j in rows])
    y = np.array([float(j.answered) for j in rows])
    weights = balanced(rows)
    found = logistic(x, y, weights)
    named = {n: float(w) for n, w in zip(names, found.weights, strict=True)}
    return ConfidenceCoefficients(found.bias, named)


def balanced(rows: Sequence[Judged]) -> Floats:
    """Weights that sum to `KIND_WEIGHTS` over each kind."""
    kinds = np.array([j.observation.kind for j in rows])
    shares = {k: KIND_WEIGHTS[k] / max(1, (kinds == k).sum()) for k in KIND_WEIGHTS}
    return np.array([shares[k] for k in kinds])


def _both(o: Observation) -> bool:
    return len({c.right for c in o.candidates}) == 2


def _differences(lists: Sequence[Observation], with_logit: bool) -> tuple[Floats, Floats]:
    """Right minus wrong, float[n, 4 or 5], and weights that give each question 1."""
    rows, weights = [], []
    for o in lists:
        columns = _columns(o.candidates, with_logit)
        right = np.array([c.right for c in o.candidates])
        pairs = (columns[right][:, None] - columns[~right][None]).reshape(-1, columns.shape[1])
        rows.append(pairs)
        weights.append(np.full(len(pairs), 1 / len(pairs)))
    return np.vstack(rows), np.concatenate(weights)


def _columns(candidates: Sequence[Seen], with_logit: bool) -> Floats:
    rows = np.array([[getattr(c, name) for name in MIXED] for c in candidates], dtype=float)
    return rows.reshape(-1, len(MIXED))[:, : len(MIXED) if with_logit else -1]
