"""A PDF page as lines of text with their looks, in reading order."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfplumber.page import Page

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|,b\b|-b\b", re.IGNORECASE)
_MONOSPACED = re.compile(r"courier|mono|consol|menlo|typewriter|cmtt|code", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|von)\s*\d{1,4})?\W*", re.IGNORECASE
)
_MARGIN = 0.12
_GUTTER_RANGE = (0.35, 0.65)
_COLUMN_LINES = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `top` and the others are points from the page's upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    mono: bool
    width: float = 0.0
    """Of one character, on average."""


@dataclass(frozen=True, slots=True)
class TableContent:
    """A ruled table and where it stands."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[TableContent]


def read_lines(page: Page) -> list[Line]:
    """The page's lines; where it is set in two columns, the left one comes first."""
    found = page.extract_text_lines(return_chars=True, strip=True, x_tolerance_ratio=0.15)
    gutter = _gutter(page)
    if gutter is None:
        return [line for line in map(_line, found) if line.text]
    # Lines above the columns' first line span the page: a paper's title and authors.
    top = _columns_top(page, gutter)
    parts = ((0, page.width, 0, top), (0, gutter, top, page.height), (gutter, page.width, top, page.height))
    lines: list[Line] = []
    for x0, x1, upper, lower in parts:
        if x1 - x0 > 1 and lower - upper > 1:
            part = page.crop((x0, upper, x1, lower), strict=False)
            lines += map(
                _line, part.extract_text_lines(return_chars=True, strip=True, x_tolerance_ratio=0.15)
            )
    return [line for line in lines if line.text]


def inside(line: Line, table: TableContent) -> bool:
    """Whether a line's middle lies in the table."""
    middle = (line.top + line.bottom) / 2
    return table.top <= middle <= table.bottom and line.x0 >= table.x0 - 2 and line.x1 <= table.x1 + 2


def without_running_heads(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without page numbers and without what recurs at their upper and lower edges."""
    counts = Counter(
        key for page in pages for key in {_key(line) for line in page.lines if _at_edge(line, page)}
    )
    least = max(2, len(pages) * 0.4)
    repeated = {key for key, count in counts.items() if count >= least}

    def stays(line: Line, page: PageContent) -> bool:
        return not _at_edge(line, page) or (
            _key(line) not in repeated and not _PAGE_NUMBER.fullmatch(line.text)
        )

    return [replace(page, lines=[line for line in page.lines if stays(line, page)]) for page in pages]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _at_edge(line: Line, page: PageContent) -> bool:
    return line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)


def _line(found: dict[str, Any]) -> Line:
    chars = [char for char in found["chars"] if char["text"].strip()]
    sizes = Counter(round(float(char["size"]) * 2) / 2 for char in chars)
    return Line(
        text=str(found["text"]).strip(),
        x0=float(found["x0"]),
        x1=float(found["x1"]),
        top=float(found["top"]),
        bottom=float(found["bottom"]),
        size=sizes.most_common(1)[0][0] if sizes else 0.0,
        bold=_mostly(_BOLD, chars),
        mono=_mostly(_MONOSPACED, chars),
        width=(float(found["x1"]) - float(found["x0"])) / max(1, len(str(found["text"]))),
    )


def _mostly(pattern: re.Pattern[str], chars: Sequence[dict[str, Any]]) -> bool:
    fonts = Counter(str(char["fontname"]) for char in chars)
    return sum(count for font, count in fonts.items() if pattern.search(font)) > len(chars) * 0.8


def _gutter(page: Page) -> float | None:
    """The middle of the white band between two columns, if the page has two."""
    words = page.extract_words(x_tolerance_ratio=0.15)
    low, high = (int(page.width * share) for share in _GUTTER_RANGE)
    crossings = {x: _crossing(words, x) for x in range(low, high, 2)}
    if not words or not crossings:
        return None
    fewest = min(crossings.values())
    best = [x for x, count in crossings.items() if count == fewest]
    gutter = float(best[len(best) // 2])
    if fewest > len(words) * 0.02:
        return None
    left = _rows(word for word in words if word["x1"] <= gutter)
    right = _rows(word for word in words if word["x0"] >= gutter)
    return gutter if _is_column(left, gutter) and _is_column(right, page.width - gutter) else None


def _crossing(words: Sequence[dict[str, Any]], x: int) -> int:
    return sum(1 for word in words if word["x0"] - 3 < x < word["x1"] + 3)


def _rows(words: Iterable[dict[str, Any]]) -> list[tuple[float, float]]:
    """The extent of each line the words make up."""
    rows: dict[int, tuple[float, float]] = {}
    for word in words:
        key = round(float(word["bottom"]) / 3)
        x0, x1 = rows.get(key, (word["x0"], word["x1"]))
        rows[key] = (min(x0, word["x0"]), max(x1, word["x1"]))
    return list(rows.values())


def _is_column(rows: Sequence[tuple[float, float]], width: float) -> bool:
    """Enough lines, and most of them run across the column: no table, no list of figures."""
    widths = sorted(x1 - x0 for x0, x1 in rows)
    return len(widths) >= _COLUMN_LINES and widths[len(widths) // 2] > width * 0.55


def _columns_top(page: Page, gutter: float) -> float:
    crossing = [
        word for word in page.extract_words(x_tolerance_ratio=0.15) if word["x0"] < gutter < word["x1"]
    ]
    return max(
        (float(word["bottom"]) for word in crossing if word["bottom"] < page.height * 0.5), default=0.0
    )
