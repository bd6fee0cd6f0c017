"""Outcomes of drafted sentences as Markdown tables."""

from collections.abc import Sequence

from eval.metrics import wilson
from eval.retrieval.tables import short, table
from eval.written.draft import FAULTS, SHARE, SOURCES
from eval.written.outcome import Outcome


def faults(outcomes: Sequence[Outcome]) -> str:
    """A line a kind of fault, and one for all: how many are not shown, and how sure a withheld one is bad."""
    sound = [o for o in outcomes if not o.planned.fault]
    lost = sum(not o.right for o in sound) / len(sound)
    planted = [o for o in outcomes if o.planned.fault]
    groups = {kind: [o for o in planted if o.planned.fault == kind] for kind in FAULTS}
    lines = [_fault(name, some, lost) for name, some in [*groups.items(), ("**all**", planted)] if some]
    head = ["fault", "planted", "left out", "rewritten", "cited rightly", "shown", "recall", "precision"]
    return table(head, lines, 1)


def sound(outcomes: Sequence[Outcome]) -> str:
    """A line a source of sound sentences, and one for all: what was lost."""
    unharmed = [o for o in outcomes if not o.planned.fault]
    groups = {source: [o for o in unharmed if o.planned.source == source] for source in SOURCES}
    lines = [_sound(name, some) for name, some in [*groups.items(), ("**all**", unharmed)] if some]
    head = [
        "sound sentences",
        "drafted",
        "shown as drafted",
        "rewritten, kept",
        "rewritten, lost",
        "left out",
    ]
    return table([*head, "lost"], lines, 1)


def _fault(name: str, some: Sequence[Outcome], lost: float) -> list[str]:
    avoided = [o for o in some if o.right]
    recall = len(avoided) / len(some)
    precision = SHARE * recall / (SHARE * recall + (1 - SHARE) * lost) if recall else 0.0
    cells = [sum(o.fate == fate for o in avoided) for fate in ("not shown", "rewritten", "as drafted")]
    return [
        name,
        str(len(some)),
        *map(str, cells),
        str(len(some) - len(avoided)),
        _share(len(avoided), len(some)),
        short(precision),
    ]


def _sound(name: str, some: Sequence[Outcome]) -> list[str]:
    counts = [
        sum(o.fate == "as drafted" for o in some),
        sum(o.fate == "rewritten" and o.right for o in some),
        sum(o.fate == "rewritten" and not o.right for o in some),
        sum(o.fate == "not shown" for o in some),
    ]
    return [name, str(len(some)), *map(str, counts), _share(sum(not o.right for o in some), len(some))]


def _share(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{short(part / whole)} [{short(low)}, {short(high)}]"
