"""The refusal rule's input: how probable it is that the evidence answers the question.

A logistic regression over figures that need no further model. It is fitted on questions whose
answer was taken out of the material and on questions foreign to it (`rag-eval calibrate`), so
that a plausible neighbour of the answer does not pass for the answer.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.calibration import ConfidenceCoefficients


@dataclass(frozen=True, slots=True)
class ScoredText:
    """A candidate as the features see it: its indexed terms, cosine, score, and its best piece's cosine."""

    terms: frozenset[str]
    cosine: float
    score: float
    piece: float


def features(
    terms: Sequence[str],
    ranked: Sequence[ScoredText],
    idf: Callable[[str], float],
    unseen_idf: float,
) -> dict[str, float]:
    """Figures of one question, each within about [0, 1].

    `terms`: the question's indexed terms. `ranked`: the reranked evidence, best first. `idf`
    gives 0 for a term that the corpus lacks; such a term weighs `unseen_idf`.
    """
    weights = {t: idf(t) or unseen_idf for t in terms}
    total = sum(weights.values()) or 1.0
    first = ranked[0].terms if ranked else frozenset()
    union = frozenset().union(*(r.terms for r in ranked))
    return {
        "best": max((r.score for r in ranked), default=0.0),
        "cosine": max((r.cosine for r in ranked), default=0.0),
        "piece": max((r.piece for r in ranked), default=0.0),
        "gap": ranked[0].cosine - ranked[-1].cosine if ranked else 0.0,
        "covered_by_first": sum(w for t, w in weights.items() if t in first) / total,
        "covered_by_all": sum(w for t, w in weights.items() if t in union) / total,
        "unseen": sum(w for t, w in weights.items() if not idf(t)) / total,
        "matched": float(any(t in union for t in weights)),
    }


def probability(figures: Mapping[str, float], coefficients: ConfidenceCoefficients) -> float:
    """The calibrated probability; figures that the coefficients do not name are ignored."""
    z = coefficients.bias + sum(w * figures[name] for name, w in coefficients.weights.items())
    return 1 / (1 + math.exp(-z))
