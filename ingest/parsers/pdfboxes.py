"""Where on a PDF's pages the words of a quote stand, found from the file when somebody asks.

Nothing is stored for it: the words of the quote's pages are read again and laid beside the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from ingest.parsers.pdf import opened, read
from ingest.parsers.pdflines import PageContent, Word
from ingest.types import Document

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class PageBox:
    """A word on a page (from 1): its box in points from the sheet's upper left corner."""

    page: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


def page_boxes(data: bytes, document: Document, start: int, end: int) -> list[PageBox]:
    """The boxes of the words in `document.text[start:end]`, in reading order; `data` is the PDF's bytes.

    A word that the range touches counts whole. Raises UnreadableDocument where the file does not open.
    """
    first, last = _pages(document, start, end)
    if not first:
        return []
    with opened(data) as (source, drawn):
        numbers = range(first, min(last, len(source.pages)) + 1)
        contents = [read(source.pages[number - 1], drawn) for number in numbers]
    tokens = list(_tokens(document, first, last))
    words = [(content.number, word) for content in contents for word in _words(content)]
    texts = [document.text[a:b] for a, b in tokens]
    wanted = {i for i, (a, b) in enumerate(tokens) if a < end and b > start}
    found = _matched(texts, [word.text for _, word in words], wanted)
    return [_box(*words[index]) for index in sorted(found)]


def _pages(document: Document, start: int, end: int) -> tuple[int, int]:
    """The first and the last page that the range may stand on: a block may go on overleaf."""
    touched = [i for i, block in enumerate(document.blocks) if block.start < end and block.end > start]
    if not touched:
        return 0, 0
    following = document.blocks[touched[-1] + 1 : touched[-1] + 2] or document.blocks[-1:]
    pages = [document.blocks[i].page or 0 for i in touched]
    return min(pages), max(*pages, following[0].page or 0, pages[-1] + (following[0] is document.blocks[-1]))


def _tokens(document: Document, first: int, last: int) -> Iterator[tuple[int, int]]:
    for block in document.blocks:
        if first <= (block.page or 0) <= last:
            for found in _TOKEN.finditer(document.text, block.start, block.end):
                if _letters(found.group()):
                    yield found.span()


def _words(content: PageContent) -> Iterator[Word]:
    for part in content.parts:
        yield from (word for word in part.words if _letters(word.text))


def _matched(tokens: Sequence[str], words: Sequence[str], wanted: set[int]) -> set[int]:
    """The indexes of the words that the wanted tokens were made from."""
    ours, theirs = [_letters(token) for token in tokens], [_letters(word) for word in words]
    found: set[int] = set()
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            found |= {c + i - a for i in range(a, b) if i in wanted}
        elif kind == "replace":
            inside = {i - a for i in wanted if a <= i < b}
            found |= {c + j for j in _by_letters(ours[a:b], theirs[c:d], inside)}
    return found


def _by_letters(ours: Sequence[str], theirs: Sequence[str], wanted: set[int]) -> set[int]:
    """The same where words were cut differently: at a line's end, or glued together."""
    homes = [
        list(chain.from_iterable([i] * len(part) for i, part in enumerate(parts))) for parts in (ours, theirs)
    ]
    match = SequenceMatcher(None, "".join(ours), "".join(theirs), autojunk=False)
    return {
        homes[1][block.b + i]
        for block in match.get_matching_blocks()
        for i in range(block.size)
        if homes[0][block.a + i] in wanted
    }


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _box(page: int, word: Word) -> PageBox:
    return PageBox(page, word.text, word.x0, word.top, word.x1, word.bottom)
