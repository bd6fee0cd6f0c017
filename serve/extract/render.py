"""Chosen units -> sentences with numbered citations and the answer's text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from serve.extract.units import Span, Unit
from serve.types import Citation, Sentence

Score = Callable[[Unit], float]


@dataclass(slots=True)
class Footnotes:
    """Citations numbered from 1 in order of appearance; the same span is cited once."""

    score: Score
    cited: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def cite(self, unit: Unit, span: Span) -> int:
        """The number of this span of the unit's document."""
        key = (repr(unit.document.id), span.start, span.end)
        if key not in self._numbers:
            self._numbers[key] = len(self.cited) + 1
            self.cited.append(self._citation(unit, span, self._numbers[key]))
        return self._numbers[key]

    def _citation(self, unit: Unit, span: Span, number: int) -> Citation:
        return Citation(
            number=number,
            document=unit.document.id,
            title=unit.document.title,
            section=" > ".join(unit.section),
            start=span.start,
            end=span.end,
            quote=unit.document.text[span.start : span.end],
            score=round(self.score(unit), 4),
            page=unit.page,
        )


def render(units: Sequence[Unit], score: Score) -> tuple[str, list[Sentence], list[Citation]]:
    """The answer's text with [n] marks, its sentences, and its citations.

    A list is introduced by its own lead-in, numbered where the source numbers it. A table row is
    cited together with its header, whose words it is spoken with.
    """
    notes = Footnotes(score)
    sentences: list[Sentence] = []
    lines: list[str] = []
    previous: Unit | None = None
    for unit in units:
        fresh = previous is None or _group(previous) != _group(unit)
        introduced = previous is not None and previous.span == unit.lead
        listed = unit.kind in ("item", "step", "row") and _several(units, unit)
        if fresh and unit.lead and listed and not introduced:
            number = notes.cite(unit, unit.lead)
            _append(sentences, lines, unit.lead_text, (number,), "\n\n" if lines else "")
        numbers = [notes.cite(unit, unit.span)]
        if unit.kind == "row" and unit.header and any(name for name, _ in unit.cells):
            numbers.append(notes.cite(unit, unit.header))
        mark, gap = _layout(unit, units, fresh)
        _append(sentences, lines, unit.readable, tuple(numbers), gap if lines else "", mark)
        previous = unit
    return "".join(lines), sentences, notes.cited


def _append(
    sentences: list[Sentence], lines: list[str], text: str, numbers: tuple[int, ...], gap: str, mark: str = ""
) -> None:
    sentences.append(Sentence(text, numbers))
    lines.append(f"{gap}{mark}{text} " + "".join(f"[{n}]" for n in numbers))


def _layout(unit: Unit, units: Sequence[Unit], fresh: bool) -> tuple[str, str]:
    """(list mark, gap before) of a unit."""
    listed = unit.kind in ("item", "step", "row") and _several(units, unit)
    if listed:
        place = [u for u in units if _group(u) == _group(unit)].index(unit) + 1
        return (f"{place}. " if unit.kind == "step" else "- "), "\n"
    if unit.kind == "code":
        return "\n", "\n"
    return "", "\n\n" if fresh else " "


def _several(units: Sequence[Unit], unit: Unit) -> bool:
    return sum(_group(u) == _group(unit) for u in units) > 1


def _group(unit: Unit) -> tuple[str, tuple[str, ...], int]:
    return repr(unit.document.id), unit.section, unit.group
