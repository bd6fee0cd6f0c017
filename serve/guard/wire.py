"""The guards' decisions as the JSON that programs read; the field names are a promise (docs/cli.md)."""

from collections.abc import Sequence
from typing import Any

from serve.guard.types import Decision, Examined, gravest


def trace(examined: Sequence[Examined]) -> dict[str, Any]:
    """Every decision about one question and its answer."""
    decisions = [(e.direction, d) for e in examined for d in e.decisions]
    return {
        "verdict": gravest(e.verdict for e in examined),
        "decisions": [{"direction": direction, **_fields(d)} for direction, d in decisions],
        "ms": round(sum(d.ms for _, d in decisions), 3),
    }


def examined_fields(examined: Sequence[Examined]) -> dict[str, Any]:
    """The verdict on one text: `scores`, `spans` and `timings_ms` by the guard that gave them."""
    decisions = [d for e in examined for d in e.decisions]
    return {
        "verdict": gravest(e.verdict for e in examined),
        "reason": next((e.reason for e in sorted(examined, key=_calm) if e.reason), ""),
        "scores": {d.part: d.score for d in decisions},
        "spans": [
            {"part": d.part, "kind": s.kind, "start": s.start, "end": s.end}
            for d in decisions
            for s in d.spans
        ],
        "timings_ms": {d.part: d.ms for d in decisions} | {"total": round(sum(d.ms for d in decisions), 3)},
    }


def _calm(examined: Examined) -> bool:
    return examined.verdict != "block"


def _fields(d: Decision) -> dict[str, Any]:
    spans = [{"kind": s.kind, "start": s.start, "end": s.end} for s in d.spans]
    return {
        "part": d.part,
        "verdict": d.verdict,
        "reason": d.reason,
        "score": d.score,
        "spans": spans,
        "ms": d.ms,
    }
