"""What stands on PDF pages to find one's way: page numbers, running heads and tables of contents."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from ingest.parsers.pdfcontents import contents, index
from ingest.parsers.pdflines import Line, PageContent

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|von)\s*\d{1,4})?\W*", re.IGNORECASE
)
_MARGIN = 0.12
_RECURRING = 0.4
"""Share of the pages on which a head stands."""

_APART = 1.3
"""White space between a head and the text below it, in heights of its line."""

_FOLIO = (re.compile(r"^\d{1,4}(?=[^\d.,])"), re.compile(r"(?<![\d.,-])\d{1,4}$"))
_FOLIOS = 3
"""Pages whose heads tell that they hold numbers of pages."""


def without_furniture(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without their numbers, without what recurs at their edges and without contents and index."""
    taken = {id(line) for line in _recurring(pages)}
    taken |= {id(line) for line in _changing_heads(pages)}
    taken |= {id(line) for line in _numbered_heads(pages)}
    taken |= {id(part) for part in (*contents(pages), *index(pages))}
    return [replace(page, parts=[part for part in page.parts if id(part) not in taken]) for page in pages]


def _recurring(pages: Sequence[PageContent]) -> Iterator[Line]:
    edges = [[line for line in page.lines if _at_edge(line, page)] for page in pages]
    counts = Counter(key for lines in edges for key in {_key(line) for line in lines})
    least = max(2, len(pages) * _RECURRING)
    for lines in edges:
        yield from (
            line for line in lines if counts[_key(line)] >= least or _PAGE_NUMBER.fullmatch(line.text)
        )


def _changing_heads(pages: Sequence[PageContent]) -> list[Line]:
    """Heads that name the chapter: at one height, apart from the text, and the same for some pages each.

    What is set larger than the text titles a slide, and what differs on every page heads a record of its own.
    """
    usual = median([line.size for page in pages for line in page.lines] or [0.0])
    heads = [head for page in pages for head in _apart_on_top(page, usual)]
    heights = Counter(round(head.top / 3) for head in heads)
    most = heights.most_common(1)[0][0] if heights else 0
    heads = [head for head in heads if abs(round(head.top / 3) - most) <= 1]
    different = {_key(head.cells[0]) for head in heads}
    if len(heads) < max(3, len(pages) * _RECURRING) or len(different) > len(heads) / 2:
        return []
    return heads


def _numbered_heads(pages: Sequence[PageContent]) -> list[Line]:
    """Heads and feet with the page's number in them: "Chapter 2. The Archive 12", overleaf "13 2.3. Areas".

    The numbers rise with the pages. Where a page's number stands by itself, a line that holds it is text.
    """
    found = [
        (line, int(number[0]) - place)
        for place, page in enumerate(pages)
        for line in _outermost(page)
        for number in filter(None, (folio.search(line.text) for folio in _FOLIO))
    ]
    offset, pages_with = Counter(o for _, o in found).most_common(1)[0] if found else (0, 0)
    if pages_with < max(_FOLIOS, _RECURRING * len(pages)):
        return []
    return [line for line, o in found if o == offset]


def _outermost(page: PageContent) -> list[Line]:
    """The first and the last line of a page, unless its number stands there by itself."""
    lines = sorted((line for line in page.lines if _at_edge(line, page)), key=lambda line: line.top)
    if any(_PAGE_NUMBER.fullmatch(line.text) for line in lines):
        return []
    ends = sorted(page.lines, key=lambda line: line.top)
    return [line for line in lines if line is ends[0] or line is ends[-1]]


def _apart_on_top(page: PageContent, usual: float) -> Iterator[Line]:
    """The page's uppermost part, where it is a line of the text's usual size with white space below."""
    if len(page.parts) < 2:
        return
    head, below = sorted(page.parts, key=lambda part: part.top)[:2]
    if not isinstance(head, Line) or not _at_edge(head, page):
        return
    larger = head.size > usual + 0.5
    if not larger and below.top - head.bottom > _APART * (head.bottom - head.top):
        yield head


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _at_edge(line: Line, page: PageContent) -> bool:
    return line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)
