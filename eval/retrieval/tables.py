"""Figures as Markdown tables."""

from collections.abc import Iterable, Sequence

from eval.retrieval.figures import Estimate, Gain, Row
from eval.retrieval.refusal import Refusals, risk_at

COVERAGES = tuple(n / 10 for n in range(1, 11))


def ranking(rows: Iterable[Row], orders: Sequence[str]) -> str:
    """A line a row and metric, a column an order."""
    lines = [
        [r.title, str(r.questions), metric, *(_estimate(by[o]) for o in orders), _gain(r.gains[metric])]
        for r in rows
        for metric, by in r.figures.items()
    ]
    return table(["set", "questions", "metric", *orders, "full pipeline less the best other"], lines, 3)


def refusing(sets: Iterable[Refusals]) -> str:
    """A line a set and kind of question; an answerable one that is refused is refused wrongly."""
    lines = [
        [s.group, k.kind, str(k.questions), _estimate(k.share), "" if k.auc is None else short(k.auc)]
        for s in sets
        for k in s.kinds
    ]
    return table(["set", "kind", "questions", "refused", "AUC"], lines, 2)


def coverage(sets: Sequence[Refusals]) -> str:
    """A line a tenth of the questions, then the product's own risk and coverage."""
    lines = [[f"{c:.0%}", *(short(risk_at(s.curve, c)) for s in sets)] for c in COVERAGES]
    shipped = [f"{short(risk)} at {answered:.0%}" for answered, risk in (s.shipped for s in sets)]
    return table(["answered", *(s.group for s in sets)], [*lines, ["as shipped", *shipped]], 1)


def short(value: float) -> str:
    """Three decimals without the zero before them."""
    return f"{value:.3f}".removeprefix("0")


def table(head: Sequence[str], lines: Iterable[Sequence[str]], words: int) -> str:
    """A Markdown table whose first columns are words and the others figures."""
    rule = ["---"] * words + ["---:"] * (len(head) - words)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *lines))


def _estimate(e: Estimate) -> str:
    return f"{short(e.value)} [{short(e.low)}, {short(e.high)}]"


def _gain(gain: Gain) -> str:
    d = gain.difference
    return f"{d.value:+.3f} [{d.low:+.3f}, {d.high:+.3f}] ({gain.other})"
