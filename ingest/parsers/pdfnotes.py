"""Footnotes of a PDF: their marks in the text, and themselves below it."""

import re
from collections.abc import Sequence

from ingest.parsers.pdflines import SCRIPT, Line, TableContent

_SMALL = 0.93
"""Size of a footnote's letters at most, by that of the text."""

_MARK = re.compile(r"\d{1,3}|[*†‡§]{1,2}")
Part = Line | TableContent


def with_notes(parts: Sequence[Part], body: float) -> tuple[list[Part], list[list[Line]]]:
    """A page's text without its footnotes, and the lines of each; `body` is the size of the text.

    They are small, at the page's end, and begin with their marks; the first may go on from the page before.
    """
    end = len(parts)
    while end and _is_small(parts[end - 1], body):
        end -= 1
    notes: list[list[Line]] = []
    for part in parts[end:]:
        if isinstance(part, Line):
            if not notes or _mark(part):
                notes.append([])
            notes[-1].append(_without_mark(part))
    marked = any(isinstance(part, Line) and _mark(part) for part in parts[end:])
    return ([*parts[:end]], notes) if marked and end else ([*parts], [])


def _is_small(part: Part, body: float) -> bool:
    return isinstance(part, Line) and part.size <= _SMALL * body and not part.mono


def _mark(line: Line) -> bool:
    first, *rest = line.words
    return bool(rest) and first.size <= SCRIPT * line.size and bool(_MARK.fullmatch(first.text))


def _without_mark(line: Line) -> Line:
    return Line(line.words[1:], line.edge) if _mark(line) else line
