"""Answers and hits as the JSON that programs read; the field names are a promise (docs/cli.md)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from retrieval.types import Hit
from serve.support.finding import Verdict
from serve.types import Answer


def answer_fields(answer: Answer) -> dict[str, Any]:
    """An answer as plain JSON values."""
    fields = asdict(answer)
    return fields | {"timings_ms": dict(answer.timings_ms), "tokens": dict(answer.tokens)}


def hit_fields(hit: Hit) -> dict[str, Any]:
    """A hit as plain JSON values; `section` is the heading path joined by " > "."""
    passage = hit.passage
    return {
        "document": passage.document,
        "section": passage.heading or passage.title,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
        "stages": {name: {"rank": s.rank, "score": round(s.score, 6)} for name, s in hit.stages.items()},
    }


def search_fields(question: str, hits: tuple[Hit, ...], timings: Mapping[str, float]) -> dict[str, Any]:
    """The result of a search as plain JSON values."""
    return {
        "question": question,
        "hits": [hit_fields(h) for h in hits],
        "timings_ms": {k: round(v, 2) for k, v in timings.items()},
    }


def verdict_fields(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain JSON values."""
    return asdict(verdict) | {"findings": [asdict(f) for f in verdict.findings]}
