"""Which DOCX paragraphs are list entries, how deep, and the number each carries."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from ingest.parsers.numerals import written


@dataclass(frozen=True, slots=True)
class Entry:
    """A list entry; a bullet has no marker."""

    level: int
    marker: str = ""


class Numbering:
    """Counts list entries as a word processor does while it lays the document out."""

    def __init__(self, document: Document) -> None:
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._from_style: set[str] = set()
        # A document without lists has no numbering part.
        with suppress(KeyError, NotImplementedError):
            self._read(document.part.numbering_part.element)

    def entry(self, paragraph: Paragraph) -> Entry | None:
        """The list entry a paragraph is, if it is one; call once for each, in order."""
        number, level, styled = _number_of(paragraph)
        name = (paragraph.style.name or "") if paragraph.style is not None else ""
        if number is None:
            return _by_style_name(name)
        if number == "0":
            return None
        depth = max(level, _depth_in_name(name))
        kind, start = self._formats.get((number, level), ("bullet" if "Bullet" in name else "decimal", 1))
        if kind in ("bullet", "none"):
            return Entry(depth)
        if styled:
            self._from_style.add(number)
        return Entry(depth, written(self._count(number, level, start), kind))

    def restart_styles(self) -> None:
        """Lists that take their numbers from a paragraph style start anew below each heading."""
        for key in [key for key in self._counts if key[0] in self._from_style]:
            del self._counts[key]

    def _count(self, number: str, level: int, start: int) -> int:
        for key in [key for key in self._counts if key[0] == number and key[1] > level]:
            del self._counts[key]
        count = self._counts.get((number, level), start - 1) + 1
        self._counts[number, level] = count
        return count

    def _read(self, part: Any) -> None:
        levels = {
            abstract.get(qn("w:abstractNumId")): list(_levels(abstract))
            for abstract in part.iter(qn("w:abstractNum"))
        }
        for instance in part.iter(qn("w:num")):
            number = instance.get(qn("w:numId"))
            for level, kind, start in levels.get(_value(instance, "w:abstractNumId"), []):
                self._formats[number, level] = (kind, start)
            for override in instance.iter(qn("w:lvlOverride")):
                level = int(override.get(qn("w:ilvl"), "0"))
                kind, start = self._formats.get((number, level), ("decimal", 1))
                self._formats[number, level] = (kind, int(_value(override, "w:startOverride") or start))


def _levels(abstract: Any) -> Iterator[tuple[int, str, int]]:
    for level in abstract.iter(qn("w:lvl")):
        yield (
            int(level.get(qn("w:ilvl"))),
            _value(level, "w:numFmt") or "decimal",
            int(_value(level, "w:start") or 1),
        )


def _value(parent: Any, tag: str) -> str:
    child = parent.find(qn(tag))
    return "" if child is None else str(child.get(qn("w:val"), ""))


def _number_of(paragraph: Paragraph) -> tuple[str | None, int, bool]:
    """The list's id, the level, and whether both come from the style."""
    own = paragraph._p.pPr
    sources: list[tuple[Any, bool]] = [(own, False)] if own is not None else []
    style: Any = paragraph.style
    while style is not None:
        if style.element.pPr is not None:
            sources.append((style.element.pPr, True))
        style = style.base_style
    for properties, styled in sources:
        found = properties.find(qn("w:numPr"))
        if found is not None and _value(found, "w:numId"):
            return _value(found, "w:numId"), int(_value(found, "w:ilvl") or 0), styled
    return None, 0, False


def _by_style_name(name: str) -> Entry | None:
    return Entry(_depth_in_name(name)) if re.match(r"List Bullet", name) else None


def _depth_in_name(name: str) -> int:
    """`List Bullet 2` is one level down."""
    found = re.match(r"List (?:Bullet|Number) (\d)$", name)
    return int(found.group(1)) - 1 if found else 0
