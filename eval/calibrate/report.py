"""How well fitted numbers tell what can be answered from what cannot, on halves that were not fitted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.calibrate.fit import Judged
from retrieval.calibration import ConfidenceCoefficients
from retrieval.confidence import probability

Floats = NDArray[np.float64]
WRONG_REFUSALS = 0.03
"""Of the answerable questions of a wording, at most this share may fall below the threshold."""

STRANGERS = ("far: clapnq", "far: medquad", "gibberish: letters")
STRANGERS_REFUSED = 0.95
"""Once this share of each kind of stranger is refused, a higher threshold costs answers and gains little:
near misses are not told apart by it (docs/calibration.md)."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """Of the answerable questions: mean reciprocal rank, right ones first, and within the evidence."""

    mrr: float
    first: float
    found: float


@dataclass(frozen=True, slots=True)
class Refusing:
    """At a threshold: the shares refused by kind and origin, and the area under the curve by kind.

    `wrong` is the share of answerable questions, with the answer in the evidence, that are refused.
    """

    wrong: float
    refused: Mapping[str, float]
    auc: Mapping[str, float]


def ordering(judged: Iterable[Judged]) -> Ordering:
    """Ranks count from 1; a right passage beyond the candidates counts 0."""
    rows = [j for j in judged if j.observation.kind == "answerable"]
    ranks = np.array([j.rank for j in rows])
    reciprocal = np.where(ranks > 0, 1 / np.maximum(ranks, 1), 0.0)
    found = float(np.mean([j.answered for j in rows]))
    return Ordering(float(reciprocal.mean()), float((ranks == 1).mean()), found)


def threshold(judged: Iterable[Judged], coefficients: ConfidenceCoefficients) -> float:
    """The lowest, of three decimals, that refuses `STRANGERS_REFUSED` of each kind of stranger.

    It is never higher than what refuses at most `WRONG_REFUSALS` of each wording: of each, and not
    of all together, because questions in the answer's own words are many and easy, and must not
    make up for those of people who word it otherwise.
    """
    judged = list(judged)
    most = min(_highest(sure) for sure in _answerable(judged, coefficients).values())
    strangers = _others(judged, coefficients)
    needed = max((_lowest(strangers[kind]) for kind in STRANGERS if kind in strangers), default=most)
    return min(most, needed)


def _highest(sure: Sequence[float]) -> float:
    # The question at this place is still answered: a probability equal to the threshold is.
    return float(np.floor(sorted(sure)[int(WRONG_REFUSALS * len(sure))] * 1000) / 1000)


def _lowest(sure: Sequence[float]) -> float:
    return float(np.ceil(np.quantile(sure, STRANGERS_REFUSED) * 1000) / 1000)


def _others(judged: Iterable[Judged], coefficients: ConfidenceCoefficients) -> dict[str, list[float]]:
    """The probabilities of unanswerable questions by kind, and by kind and origin."""
    found: dict[str, list[float]] = {}
    for j in judged:
        kind, origin = j.observation.kind, j.observation.origin
        if kind != "answerable":
            for name in (kind, f"{kind}: {origin}"):
                found.setdefault(name, []).append(probability(j.figures, coefficients))
    return found


def _answerable(judged: Iterable[Judged], coefficients: ConfidenceCoefficients) -> dict[str, list[float]]:
    """The probabilities of the questions whose answer is in the evidence, by wording."""
    found: dict[str, list[float]] = {}
    for j in judged:
        if j.answered:
            found.setdefault(j.observation.origin, []).append(probability(j.figures, coefficients))
    return found


def refusing(judged: Iterable[Judged], coefficients: ConfidenceCoefficients, least: float) -> Refusing:
    """The shares at the threshold `least`; answerable questions whose answer was not found are left out."""
    judged = list(judged)
    answered = [p for sure in _answerable(judged, coefficients).values() for p in sure]
    others = _others(judged, coefficients)
    return Refusing(
        float(np.mean(np.array(answered) < least)),
        {name: float(np.mean(np.array(ps) < least)) for name, ps in sorted(others.items())},
        {name: auc(answered, ps) for name, ps in sorted(others.items())},
    )


def wrong_by_wording(
    judged: Iterable[Judged], coefficients: ConfidenceCoefficients, least: float
) -> dict[str, float]:
    """The share of answerable questions refused, by how they were worded."""
    sure = _answerable(judged, coefficients)
    return {name: float(np.mean(np.array(ps) < least)) for name, ps in sorted(sure.items())}


def never_mentioned(judged: Iterable[Judged]) -> dict[str, float]:
    """The share of questions about what their half never mentions, by kind and wording or origin."""
    found: dict[str, list[bool]] = {}
    for o in (j.observation for j in judged):
        name = o.kind if o.kind == "near" else f"{o.kind}: {o.origin}"
        found.setdefault(name, []).append(bool(o.unmentioned))
    return {name: float(np.mean(flags)) for name, flags in sorted(found.items())}


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """The probability that a member of the one exceeds one of the other, ties counting half."""
    from scipy.stats import mannwhitneyu

    return float(mannwhitneyu(higher, lower).statistic / (len(higher) * len(lower)))
