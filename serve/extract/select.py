"""Which units answer the question: the whole list, the table's row, the code, or the sentences."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from serve.extract.intent import Intent
from serve.extract.units import Unit

LIST_KINDS = frozenset({"item", "step", "row"})
MAX_SENTENCES = 4
MAX_ENTRIES = 15
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|twice|double|dozen)\b", re.I
)
_BACKWARD = re.compile(
    r"^(?:(?:and|but|so|also|then|thus|hence|instead|however|therefore|otherwise)\b[\s,]*)?"
    r"(?:it|its|they|them|their|this|that|these|those|he|she|both|such|here|the (?:first|second|third|former|latter|other|same|result))\b"
    r"|^(?:and|but|so|also|then|thus|hence|instead|however|therefore|otherwise|from there)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit and its relevance to the question, in about [0, 1]."""

    unit: Unit
    relevance: float

    @property
    def group(self) -> tuple[object, ...]:
        """The paragraph, list, table or code block that the unit belongs to."""
        u = self.unit
        return (u.document.id, u.section, u.group)


Group = list[ScoredUnit]


def select(intent: Intent, scored: Sequence[ScoredUnit]) -> list[Unit]:
    """The units of the answer in reading order; `scored` holds the evidence in reading order."""
    if not scored:
        return []
    groups = _groups(scored)
    best = max(scored, key=lambda s: s.relevance)
    if intent.wants_code and (code := _best_code(groups, best)):
        return code
    if intent.wants_number:
        return _figures(scored, groups)
    if (intent.wants_list or intent.wants_steps) and (entries := _best_list(intent, groups, best)):
        return entries
    if best.unit.kind == "code":
        return _with_introduction(groups, best)
    return _statement(intent, groups, best)


def _groups(scored: Sequence[ScoredUnit]) -> list[Group]:
    found: dict[tuple[object, ...], Group] = {}
    for s in scored:
        found.setdefault(s.group, []).append(s)
    return list(found.values())


def _best_code(groups: Sequence[Group], best: ScoredUnit) -> list[Unit]:
    blocks = [s for g in groups for s in g if s.unit.kind == "code"]
    if not blocks:
        return []
    code = max(blocks, key=lambda s: s.relevance + 0.1 * (s.unit.section == best.unit.section))
    return _with_introduction(groups, code)


def _with_introduction(groups: Sequence[Group], code: ScoredUnit) -> list[Unit]:
    """A code block with the sentence before it, which says what it shows."""
    same = [s for g in groups for s in g if s.unit.section == code.unit.section]
    before = [s.unit for s in same if s.unit.span.end <= code.unit.span.start and s.unit.kind == "paragraph"]
    return [*before[-1:], code.unit]


def _figures(scored: Sequence[ScoredUnit], groups: Sequence[Group]) -> list[Unit]:
    """The best unit that holds a figure, and what it cannot be understood without."""
    with_figures = [s for s in scored if _FIGURE.search(s.unit.readable)]
    if not with_figures:
        return []
    best = max(with_figures, key=lambda s: s.relevance)
    near = [
        s for s in with_figures if s.relevance >= 0.9 * best.relevance and s.unit.section == best.unit.section
    ]
    chosen = sorted(near, key=lambda s: -s.relevance)[:2]
    return _understandable(groups, chosen)


def _best_list(intent: Intent, groups: Sequence[Group], best: ScoredUnit) -> list[Unit]:
    lists = [g for g in groups if len(g) > 1 and g[0].unit.kind in LIST_KINDS]
    if not lists:
        return []

    def worth(group: Group) -> float:
        top = sorted((s.relevance for s in group), reverse=True)[:3]
        bonus = 0.05 * (intent.wants_steps and group[0].unit.kind == "step")
        return sum(top) / len(top) + bonus + 0.05 * (group[0].unit.section == best.unit.section)

    chosen = max(lists, key=worth)
    if worth(chosen) < 0.75 * best.relevance:
        return []
    return [s.unit for s in chosen[:MAX_ENTRIES]]


def _statement(intent: Intent, groups: Sequence[Group], best: ScoredUnit) -> list[Unit]:
    """The best unit with its good neighbours: what is close to it in relevance and place."""
    same = [s for g in groups for s in g if s.unit.section == best.unit.section and s.unit.kind != "code"]
    floor = (0.7 if intent.wants_definition or intent.wants_whole else 0.85) * best.relevance
    home = [s for s in same if s.group == best.group and s.relevance >= floor]
    away = [s for s in same if s.group != best.group and s.relevance >= max(floor, 0.9 * best.relevance)]
    chosen = sorted(home + away, key=lambda s: -s.relevance)[:MAX_SENTENCES]
    return _understandable(groups, chosen)


def _understandable(groups: Sequence[Group], chosen: Sequence[ScoredUnit]) -> list[Unit]:
    """Adds, before a sentence that points backward, the sentence it points to; reading order."""
    picked = {id(s.unit): s.unit for s in chosen}
    for group in groups:
        for before, after in zip(group, group[1:], strict=False):
            needs = id(after.unit) in picked and after.unit.kind == "paragraph"
            if needs and _BACKWARD.search(after.unit.text):
                picked[id(before.unit)] = before.unit
    order: Callable[[Unit], tuple[str, int]] = lambda u: (str(u.document.id), u.span.start)  # noqa: E731
    return sorted(picked.values(), key=order)
