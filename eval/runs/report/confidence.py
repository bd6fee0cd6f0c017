"""How far the confidence can be trusted: reliability, and risk over coverage."""

import math
from collections.abc import Sequence

from eval.retrieval.orders import Observed
from eval.retrieval.refusal import Refusals, refusals
from eval.retrieval.sets import ANSWERABLE, Question
from eval.runs.report.markup import Markup, tag
from eval.runs.report.plot import Frame
from eval.runs.types import Asked

BINS = 10
NOT_BY_CONFIDENCE = "false-premise"
"""Their evidence does answer: they are refused because it contradicts them."""


def confidence(asked: Sequence[Asked]) -> Markup:
    """Both charts, over the questions that the confidence has to tell apart."""
    told = [a for a in asked if a.kind != NOT_BY_CONFIDENCE]
    note = (
        f"Over {len(told)} questions: all but false premises, which another rule refuses. Confidence is the "
        "calibrated probability that the evidence answers."
    )
    charts = [reliability(told), *([risk_coverage(told)] if _mixed(told) else [])]
    return tag("div", tag("p", note, class_="muted"), tag("div", *charts, class_="pair"))


def _mixed(asked: Sequence[Asked]) -> bool:
    return len({a.answerable for a in asked}) > 1


def reliability(asked: Sequence[Asked]) -> Markup:
    """Mean confidence of each tenth against the share that is answerable; on the diagonal it is honest.

    Niculescu-Mizil and Caruana, "Predicting Good Probabilities with Supervised Learning", ICML 2005.
    """
    frame, points = Frame(), bins([(a.confidence, a.answerable) for a in asked])
    dots = [
        frame.dot(
            (sure, share), f"{n} questions: {sure:.0%} sure, {share:.0%} answerable", 3 + math.sqrt(n) / 2
        )
        for sure, share, n in points
    ]
    diagonal = frame.line([(0, 0), (1, 1)], "rule dashed")
    parts = [*frame.axes("confidence"), diagonal, frame.line((x, y) for x, y, _ in points), *dots]
    return _figure("Reliability", "share answerable", frame.picture("Reliability of the confidence", parts))


def bins(judged: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """(mean confidence, share answerable, questions) of every tenth that holds a question."""
    rows: dict[int, list[tuple[float, bool]]] = {}
    for sure, answerable in judged:
        rows.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, answerable))
    return [
        (sum(s for s, _ in some) / len(some), sum(a for _, a in some) / len(some), len(some))
        for _, some in sorted(rows.items())
    ]


def risk_coverage(asked: Sequence[Asked]) -> Markup:
    """Were the surest questions answered up to some share, how many of them have no answer."""
    kinds = sorted({a.kind for a in asked if not a.answerable})
    found: Refusals = refusals("golden", [_observed(a) for a in asked], kinds)
    highest = max(risk for _, risk in (*found.curve, found.shipped))
    frame = Frame(high=max(0.2, math.ceil(highest * 5 - 1e-9) / 5))
    (coverage, risk), says = found.shipped, "the product: {:.0%} answered, {:.0%} of them without an answer"
    dot = frame.dot(found.shipped, says.format(coverage, risk), 5)
    parts = [*frame.axes("questions answered, surest first"), frame.line(found.curve), dot]
    return _figure(
        "Risk over coverage", "of those, without an answer", frame.picture("Risk over coverage", parts)
    )


def _observed(a: Asked) -> Observed:
    kind = ANSWERABLE if a.answerable else a.kind
    return Observed(Question(a.question, frozenset(a.sections), kind), {}, a.confidence, a.refused)


def _figure(title: str, upwards: str, chart: Markup) -> Markup:
    caption = tag("figcaption", tag("strong", title), tag("span", f"↑ {upwards}", class_="muted"))
    return tag("figure", caption, chart)
