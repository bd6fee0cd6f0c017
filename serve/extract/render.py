"""Chosen units -> sentences with numbered citations and the answer's text."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from serve.extract.groups import LIST_KINDS, section_key
from serve.extract.units import Span, Unit
from serve.footnotes import Footnotes
from serve.types import Citation, Dropped, Sentence, Shown
from serve.verify import TextOf, objection

Score = Callable[[Unit], float]
_OWN_MARK = re.compile(r"(?<!\w)\[(\d+(?:\s*[,–-]\s*\d+)*)\]")


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is shown: `units[i]` is what the sentence of `shown[i]` was made of.

    `dropped` is what an earlier draft of the same answer said and this one does not.
    """

    shown: tuple[Shown, ...]
    units: tuple[Unit, ...]
    dropped: tuple[Dropped, ...] = ()

    @property
    def text(self) -> str:
        """What a person reads."""
        return "".join(s.text for s in self.shown)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The text sentence by sentence."""
        return tuple(s.sentence for s in self.shown)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the sentences cite."""
        return tuple(c for s in self.shown for c in s.citations)


def render_supported(units: Sequence[Unit], score: Score, text_of: TextOf) -> Draft:
    """The draft of those units whose sentences all pass the citation check, and what was dropped.

    A list without its lead-in is another list, so all of it goes with a lead-in that fails.
    """
    draft = render(units, score)
    objections = [objection(s, draft.citations, text_of) for s in draft.sentences]
    failed = _failed(draft.units, objections)
    if not failed:
        return draft
    kept = render_supported([u for u in units if id(u) not in failed], score, text_of)
    gone = [
        Dropped(sentence.text, why or COMPANION)
        for unit, sentence, why in zip(draft.units, draft.sentences, objections, strict=True)
        if id(unit) in failed
    ]
    return replace(kept, dropped=_once((*gone, *kept.dropped), kept.sentences))


COMPANION = "the sentence that it stands with was dropped"


def _failed(units: Sequence[Unit], objections: Sequence[str]) -> set[int]:
    """The ids of the units that cannot be shown; a lead-in is a sentence of the entry that follows it."""
    failed = {id(unit) for unit, why in zip(units, objections, strict=True) if why}
    lost = {_group(a) for a, b, why in zip(units, units[1:], objections, strict=False) if why and a is b}
    return failed | {id(unit) for unit in units if _group(unit) in lost}


def _once(dropped: Iterable[Dropped], kept: Sequence[Sentence]) -> tuple[Dropped, ...]:
    """Each text by its first reason: a lead-in is drafted anew with every entry that may come first."""
    said = {s.text for s in kept}
    first: dict[str, Dropped] = {}
    for one in dropped:
        if one.text not in said:
            first.setdefault(one.text, one)
    return tuple(first.values())


def render(units: Sequence[Unit], score: Score) -> Draft:
    """The text with [n] marks, its sentences, and its citations.

    A list is introduced by its own lead-in, numbered where the source numbers it. A table row is
    cited together with its header, whose words it is spoken with. Code is fenced.
    """
    notes = Footnotes()
    shown: list[tuple[Unit, Shown]] = []

    def say(unit: Unit, words: str, spans: Sequence[Span], before: str, code: bool = False) -> None:
        known, section = len(notes.cited), " > ".join(unit.section)
        numbers = [notes.cite(unit.document, s.start, s.end, section, score(unit), unit.page) for s in spans]
        sentence = Sentence(words, tuple(numbers))
        shown.append((unit, Shown(sentence, before + _marked(sentence, code), tuple(notes.cited[known:]))))

    previous: Unit | None = None
    for unit in units:
        fresh = previous is None or _group(previous) != _group(unit)
        listed = unit.kind in LIST_KINDS and _several(units, unit)
        introduced = previous is not None and previous.span == unit.lead
        if fresh and listed and unit.lead and not introduced:
            say(unit, _without_marks(unit.lead_text), [unit.lead], "\n\n" if shown else "")
        spans = [unit.span]
        if unit.kind == "row" and unit.header and any(name for name, _ in unit.cells):
            spans.append(unit.header)
        words = unit.readable if unit.kind == "code" else _without_marks(unit.readable)
        gap = "\n" if listed or unit.kind == "code" else "\n\n" if fresh else " "
        before = (gap if shown else "") + _mark(unit, units, listed)
        say(unit, words, spans, before, unit.kind == "code")
        previous = unit
    return Draft(tuple(s for _, s in shown), tuple(u for u, _ in shown))


def _without_marks(text: str) -> str:
    """A document's own "[7]" would be read as a mark of this answer; its quote keeps it."""
    return _OWN_MARK.sub(r"(\1)", text)


def _marked(sentence: Sentence, code: bool = False) -> str:
    marks = "".join(f"[{n}]" for n in sentence.citations)
    return f"```\n{sentence.text}\n```\n{marks}" if code else f"{sentence.text} {marks}"


def _mark(unit: Unit, units: Sequence[Unit], listed: bool) -> str:
    """`2. ` for the second of several steps, `- ` for other entries."""
    if not listed:
        return ""
    place = [u for u in units if _group(u) == _group(unit)].index(unit) + 1
    return f"{place}. " if unit.kind == "step" else "- "


def _several(units: Sequence[Unit], unit: Unit) -> bool:
    return sum(_group(u) == _group(unit) for u in units) > 1


def _group(unit: Unit) -> tuple[object, ...]:
    return (*section_key(unit), unit.group)
