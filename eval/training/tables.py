"""The figures of an evaluation as Markdown, for people, and as JSON, for the next comparison."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from eval.training.evaluate import METRICS, ORDERS, Slice


def markdown(measured: Sequence[Slice]) -> str:
    """A table a metric: a row a slice, a column an order, and the mix's gain over the hybrid."""
    return "\n\n".join(_table(metric, measured) for metric in METRICS)


def _table(metric: str, measured: Sequence[Slice]) -> str:
    head = [metric, "questions", "pools", *ORDERS, "mix - hybrid [95%]"]
    lines = [_row(head), _row(["---"] + ["---:"] * (len(head) - 1))]
    for s in measured:
        gain, low, high = s.gain[metric]
        values = [f"{s.figures[order][metric]:.3f}" for order in ORDERS]
        difference = f"{gain:+.3f} [{low:+.3f}, {high:+.3f}]"
        lines.append(_row([s.title, str(s.questions), str(s.pools), *values, difference]))
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_json(model: str, measured: Sequence[Slice]) -> str:
    """The same figures, unrounded: `{"model": ..., "slices": [...]}`."""
    return json.dumps({"model": model, "slices": [asdict(s) for s in measured]}, indent=1)
