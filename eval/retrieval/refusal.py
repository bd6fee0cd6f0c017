"""How well the shipped confidence tells what can be answered: shares refused, AUC, risk and coverage."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibrate.report import auc
from eval.retrieval.figures import Estimate, estimate
from eval.retrieval.orders import Observed
from eval.retrieval.sets import ANSWERABLE

Point = tuple[float, float]
"""(coverage, risk): the share of questions answered, and of those the share without an answer."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Of one kind of question: the share refused, and the AUC of the confidence against answerable ones."""

    kind: str
    questions: int
    share: Estimate
    auc: float | None


@dataclass(frozen=True, slots=True)
class Refusals:
    """One set's figures. `curve` has a point for every number of questions answered, the surest first.

    `shipped` is where the product stands with its own threshold.
    """

    group: str
    kinds: tuple[Refused, ...]
    curve: tuple[Point, ...]
    shipped: Point


def refusals(group: str, observed: Sequence[Observed], kinds: Sequence[str]) -> Refusals:
    """The figures over answerable questions and those of `kinds`, which have no answer."""
    chosen = {kind: [o for o in observed if o.question.kind == kind] for kind in (ANSWERABLE, *kinds)}
    everything = [o for some in chosen.values() for o in some]
    none = [o for kind in kinds for o in chosen[kind]]
    if len(kinds) > 1:
        chosen["all without an answer"] = none
    found = [_refused(kind, some, chosen[ANSWERABLE]) for kind, some in chosen.items() if some]
    answered = [o for o in everything if not o.refused]
    shipped = (len(answered) / len(everything), _risk(answered))
    return Refusals(group, tuple(found), tuple(curve(everything)), shipped)


def _refused(kind: str, some: Sequence[Observed], answerable: Sequence[Observed]) -> Refused:
    share = estimate([np.array([float(o.refused) for o in some])])
    right, wrong = [o.confidence for o in answerable], [o.confidence for o in some]
    area = auc(right, wrong) if right and kind != ANSWERABLE else None
    return Refused(kind, len(some), share, area)


def curve(observed: Sequence[Observed]) -> list[Point]:
    """The points from one question answered to all of them; of equally sure ones the worse come first."""
    ordered = sorted(observed, key=lambda o: (-o.confidence, o.question.kind == ANSWERABLE))
    wrong = np.cumsum([o.question.kind != ANSWERABLE for o in ordered])
    return [(n / len(ordered), float(w) / n) for n, w in enumerate(wrong, start=1)]


def risk_at(points: Sequence[Point], coverage: float) -> float:
    """The risk once at least this share of the questions is answered."""
    # The subtrahend keeps 0.3 * 10 from being rounded up to 4.
    return points[max(0, math.ceil(coverage * len(points) - 1e-9) - 1)][1]


def _risk(answered: Sequence[Observed]) -> float:
    return sum(o.question.kind != ANSWERABLE for o in answered) / max(1, len(answered))
