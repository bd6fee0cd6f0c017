"""A PDF's table of contents and its index: titles and words with the pages on which they stand."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.parsers.pdflines import Line, PageContent, TableContent

_LEADER = re.compile(r"(?:\.\s?){4,}\s*(\d{1,4})$")
"""Dots that lead from a title to the number of its page."""

_LEADERS = 5
_CONTENTS = 1 / 3
"""Share of a page's lines that end in leaders, from which all of them are contents."""

_ENDS_IN_PAGE = re.compile(r"\S.*?[\s.,](\d{1,4})")
_INDEX = re.compile(r"(?:[\w&,]+ ){0,5}(?:index|register|stichwortverzeichnis|[ií]ndice)", re.IGNORECASE)
_INDEXED = re.compile(r"(?:\S.*?[,.\s]\s*)?\d{1,4}(?:\s?[,–-]\s?\d{1,4})*,?")
"""`clip, 24, 81-83`, and a line with the rest of the numbers."""

_INDEX_SHARE = 0.5
Part = Line | TableContent


def contents(pages: Sequence[PageContent]) -> Iterator[Part]:
    """What makes up tables of contents; titles without leaders are taken beside others that have them."""
    near = False
    for page in pages:
        lines = _leading(page, len(pages), least=1 if near else _LEADERS)
        tables = [part for part in page.parts if isinstance(part, TableContent)]
        yield from lines
        yield from (t for t in tables if _leads(t) or ((lines or near) and _lists_pages(t, len(pages))))
        near = bool(lines) or any(_leads(table) for table in tables)


def index(pages: Sequence[PageContent]) -> Iterator[Part]:
    """The index at a book's end: from its heading on, pages on which most lines end in numbers of pages."""
    inside = False
    for place, page in enumerate(pages):
        heading = _index_heading(page) if 2 * place >= len(pages) else None
        if (inside or heading) and _is_index(page, len(pages)):
            first = page.parts.index(heading) if heading and not inside else 0
            yield from page.parts[first:]
            inside = True
        else:
            inside = False


def _leading(page: PageContent, pages: int, least: int) -> list[Line]:
    """Lines of a table of contents: leaders to numbers of pages that rise, as prices do not."""
    leading = [(line, int(found[1])) for line in page.lines if (found := _LEADER.search(line.text))]
    numbers = [number for _, number in leading]
    if len(leading) < least or max(numbers) > pages or any(b < a for a, b in pairwise(numbers)):
        return []
    return page.lines if len(leading) >= _CONTENTS * len(page.lines) else [line for line, _ in leading]


def _leads(table: TableContent) -> bool:
    """What was read as a table is one of contents: its titles lead to numbers of pages."""
    leading = sum(bool(_LEADER.search(" ".join(filter(None, row)))) for row in table.rows)
    return leading >= _LEADERS and leading >= _CONTENTS * len(table.rows)


def _lists_pages(table: TableContent, pages: int) -> bool:
    """Whether each row ends in a number that may be a page's, and none is less than the one before."""
    found = [_ENDS_IN_PAGE.fullmatch(" ".join(filter(None, row))) for row in table.rows]
    numbers = [int(one[1]) for one in found if one]
    return (
        len(numbers) >= len(found) - 1  # a running head may be among them
        and all(a <= b for a, b in pairwise(numbers))
        and max(numbers, default=pages + 1) <= pages
    )


def _index_heading(page: PageContent) -> Line | None:
    return next((line for line in page.lines if _INDEX.fullmatch(line.text)), None)


def _is_index(page: PageContent, pages: int) -> bool:
    cells = list(_cells(page))
    indexed = [cell for cell in cells if _INDEXED.fullmatch(cell)]
    numbers = [int(number) for cell in indexed for number in re.findall(r"\d{1,4}$", cell)]
    return len(indexed) >= max(_LEADERS, _INDEX_SHARE * len(cells)) and max(numbers, default=0) <= pages


def _cells(page: PageContent) -> Iterator[str]:
    for part in page.parts:
        if isinstance(part, Line):
            yield from (cell.text for cell in part.cells)
        else:
            yield from (cell for row in part.rows for cell in row if cell)
