"""Figures over the accepted baselines, and over the stages of the pipeline."""

import math
from collections.abc import Mapping, Sequence

from eval.runs.history import Accepted
from eval.runs.report.markup import Markup, join, tag
from eval.runs.report.plot import Frame, text
from eval.runs.types import JUDGE, Figures, Run
from eval.runs.values import METRICS, Metric


def over_time(history: Sequence[Accepted], run: Run) -> Markup:
    """A small chart a metric: a dot for each accepted baseline, oldest first, an open one for this run."""
    if not history:
        return tag("p", "No baseline has been accepted yet.")
    charts = [_course(m.name, _alike(m, history, run), run) for m in METRICS if m.name in run.figures]
    lead = (
        f"{len(history)} accepted baseline{'' if len(history) == 1 else 's'}, from the left; "
        "the open dot is this run."
    )
    return tag("div", tag("p", lead, class_="muted"), tag("div", *charts, class_="grid"))


def _alike(metric: Metric, history: Sequence[Accepted], run: Run) -> Sequence[Accepted]:
    """What another judge said is no course of the same figure."""
    if metric.source != "judge":
        return history
    return [h for h in history if h.models.get(JUDGE) == run.provenance.models.get(JUDGE)]


def _course(metric: str, history: Sequence[Accepted], run: Run) -> Markup:
    now = run.figures[metric].value
    past = [(h.figures[metric], _said(h, metric)) for h in history if metric in h.figures]
    low, high = _scale([v for v, _ in past] + [now])
    frame = Frame(low, high, width=200, height=70, left=26, right=8, bottom=8)
    places = [n / max(1, len(past)) for n in range(len(past) + 1)]
    points = list(zip(places, [*(v for v, _ in past), now], strict=True))
    dots = [frame.dot(p, says, 3) for p, (_, says) in zip(points, past, strict=False)]
    here = frame.dot(points[-1], f"this run: {now:.3f}", 3.5, "open")
    parts = [*_bounds(frame), frame.line(points), *dots, here]
    caption = tag("figcaption", metric, tag("strong", f"{now:.3f}"))
    return tag("figure", caption, frame.picture(f"{metric} over accepted baselines", parts))


def _said(h: Accepted, metric: str) -> str:
    commit = f", {h.commit.sha[:12]}" if h.commit else ""
    return f"{h.date[:10]}{commit}: {h.figures[metric]:.3f}"


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """Round tenths around the values: a change of a hundredth is seen, and is not a cliff."""
    low = math.floor(min(values) * 10 - 0.2) / 10
    high = math.ceil(max(values) * 10 + 0.2) / 10
    return max(0.0, low), min(1.0, high)


def _bounds(frame: Frame) -> list[Markup]:
    found = []
    for y in (frame.low, frame.high):
        (left, height), (right, _) = frame.at((0, y)), frame.at((1, y))
        found.append(tag("path", d=f"M{left:.1f} {height:.1f}H{right:.1f}", class_="rule"))
        found.append(text((left - 5, height + 4), f"{y:.1f}", "end"))
    return found


def ablation(stages: Mapping[str, Figures]) -> Markup:
    """A group of bars a metric, a bar a stage."""
    metrics = list(next(iter(stages.values())))
    return tag("div", *(_bars(metric, stages) for metric in metrics), class_="pair")


def _bars(metric: str, stages: Mapping[str, Figures]) -> Markup:
    cells = []
    for stage, found in stages.items():
        f = found[metric]
        bar = tag("i", style=f"width:{f.value:.1%}")
        value = join((f"{f.value:.3f} ", tag("small", f"{f.low:.2f}–{f.high:.2f}")))
        cells += [tag("span", stage), tag("div", bar), tag("span", value)]
    return tag("figure", tag("figcaption", tag("strong", metric)), tag("div", *cells, class_="bars"))
