"""Where the units of a section lie: in the evidence's passages, beside them, or far away."""

from collections.abc import Sequence

from ingest.types import Passage
from retrieval.types import Hit, Part
from serve.extract.intent import read_intent
from serve.extract.units import Unit

MAX_UNITS = 32
"""More are not read: a long section contributes what lies around its passages in the evidence."""


def nearest(units: Sequence[Unit], hits: Sequence[Hit]) -> list[Unit]:
    """At most MAX_UNITS of a section, those within or nearest to the evidence's passages."""
    if len(units) <= MAX_UNITS:
        return list(units)

    def distance(unit: Unit) -> int:
        same = [h.passage for h in hits if h.passage.document == unit.document.id]
        return min(max(p.start - unit.span.end, unit.span.start - p.end, 0) for p in same)

    kept = sorted(units, key=distance)[:MAX_UNITS]
    return sorted(kept, key=lambda u: u.span.start)


def near_passages(units: Sequence[Unit], hits: Sequence[Hit]) -> list[bool]:
    """Whether each unit lies within the evidence's passages or beside one that does."""
    within = [False, *(any(_within(u, h.passage) for h in hits) for u in units), False]
    return [any(three) for three in zip(within, within[1:], within[2:], strict=False)]


def by_passage(units: Sequence[Unit], part: Part) -> dict[int, float]:
    """Empty where a figure or date is asked for: that may stand beside what the question speaks of."""
    intent = read_intent(part.query.expanded)
    best = max((hit.score for hit in part.hits), default=0.0)
    if intent.wants_number or intent.wants_date or not best:
        return {}
    return {
        id(u): max((h.score / best for h in part.hits if _within(u, h.passage)), default=0.0) for u in units
    }


def _within(unit: Unit, passage: Passage) -> bool:
    return (
        passage.document == unit.document.id
        and passage.start < unit.span.end
        and unit.span.start < passage.end
    )
