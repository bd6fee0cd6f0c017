"""One PDF page: the words that are seen, its lines and its tables."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.layout import LTChar
from pdfplumber.page import Page
from pdfplumber.utils.text import extract_words

from ingest.parsers.pdfletters import Char, chars, parted, spelled
from ingest.parsers.pdflines import Line, PageContent, TableContent, Word
from ingest.parsers.pdfrows import lines_of, read_lines
from ingest.parsers.pdfseen import Sight
from ingest.parsers.pdftables import is_tabular, with_tables

_BOLD = re.compile(r"bold|black|heavy|demi|,b\b|-b\b|(?:cm|ec|sf)(?:ss)?bx?(?:ti|sl)?\d", re.IGNORECASE)
_MONOSPACED = re.compile(r"courier|mono|consol|menlo|typewriter|[a-z]tt\d|code", re.IGNORECASE)
_ROTATED = 0.1
"""Share of a page's words up to which rotated ones are furniture: a stamp in the margin."""


class LeanPage(Page):
    """A page whose characters carry what is used here, which takes half of pdfplumber's time."""

    def process_object(self, obj: Any) -> dict[str, Any]:
        """An object of the page as pdfplumber describes it; of a character, what makes words and lines."""
        if not isinstance(obj, LTChar):
            described: dict[str, Any] = super().process_object(obj)
            return described
        left, upper = self.mediabox[:2]
        top, bottom = self.height - obj.y1 + upper, self.height - obj.y0 + upper
        font = obj.fontname
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "fontname": font.decode("latin-1") if isinstance(font, bytes) else font,
            "size": obj.size,
            "upright": obj.upright,
            "matrix": obj.matrix,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": top,
            "bottom": bottom,
            "doctop": self.initial_doctop + top,
            "width": obj.width,
            "height": obj.height,
        }


def read_page(page: Page, sight: Sight) -> PageContent:
    """Everything on a page; what no reader sees is set apart."""
    hidden: list[tuple[Word, str]] = []
    words: list[Word] = []
    for word in _words(page):
        why = sight.why_hidden(word)
        if why:
            hidden.append((word, why))
        else:
            words.append(word)
    content = arranged(page.page_number, float(page.width), float(page.height), words, _ruled(page, words))
    content.hidden.extend(_runs(hidden))
    page.close()
    return content


def arranged(
    number: int, width: float, height: float, words: Sequence[Word], ruled: Sequence[TableContent] = ()
) -> PageContent:
    """Words as lines and tables in reading order; ruled tables are known already."""
    taken = {id(word) for table in ruled for word in table.words}
    lines = read_lines([word for word in words if id(word) not in taken], width, height)
    return PageContent(number, width, height, _in_order(with_tables(lines), ruled))


def _words(page: Page) -> list[Word]:
    found = extract_words(chars(page), x_tolerance_ratio=0.15, return_chars=True)
    upright = [word for word in found if word["upright"]]
    kept = upright if len(found) - len(upright) < len(found) * _ROTATED else found
    return [_word(part) for word in kept for part in parted(word["chars"])]


def _word(letters: Sequence[Char]) -> Word:
    fonts = Counter(str(char["fontname"]) for char in letters)
    sizes = Counter(round(float(char["size"]) * 2) / 2 for char in letters)
    return Word(
        spelled(letters),
        min(float(char["x0"]) for char in letters),
        min(float(char["top"]) for char in letters),
        max(float(char["x1"]) for char in letters),
        max(float(char["bottom"]) for char in letters),
        sizes.most_common(1)[0][0],
        sum(count for font, count in fonts.items() if _BOLD.search(font)),
        sum(count for font, count in fonts.items() if _MONOSPACED.search(font)),
    )


def _ruled(page: Page, words: Sequence[Word]) -> list[TableContent]:
    if not (page.rects or page.lines or page.curves):
        return []
    return list(_tables(page, words))


def _tables(page: Page, words: Sequence[Word]) -> Iterator[TableContent]:
    for table in page.find_tables():
        inside = [word for word in words if _holds(table.bbox, word)]
        cells = [
            [_lines_in(cell, inside) if cell is not None else [] for cell in row.cells] for row in table.rows
        ]
        # Rules around a whole form do not part its cells: the words' positions tell more.
        if any(is_tabular(lines) for row in cells for lines in row):
            continue
        filled = [row for row in cells if any(row)]
        # A frame around one cell or a heading is decoration, and a chart's grid has no words.
        if sum(sum(1 for cell in row if cell) > 1 for row in filled) > 1:
            rows = [["\n".join(line.text for line in lines) for lines in row] for row in filled]
            told = tuple(word for row in filled for lines in row for line in lines for word in line.words)
            x0, top, x1, bottom = map(float, table.bbox)
            yield TableContent(x0, top, x1, bottom, rows, told)


def _lines_in(cell: tuple[float, float, float, float], words: Sequence[Word]) -> list[Line]:
    return lines_of(word for word in words if _holds(cell, word))


def _holds(box: tuple[float, float, float, float], word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _in_order(
    parts: Sequence[Line | TableContent], ruled: Sequence[TableContent]
) -> list[Line | TableContent]:
    """Ruled tables among the rest from top to bottom (lines keep the order of the columns)."""
    waiting = sorted(ruled, key=lambda table: table.top)
    done: list[Line | TableContent] = []
    for part in parts:
        while waiting and waiting[0].top < part.top and waiting[0].x0 < part.x1:
            done.append(waiting.pop(0))
        done.append(part)
    return done + waiting


def _runs(hidden: Sequence[tuple[Word, str]]) -> Iterator[tuple[str, str]]:
    """Hidden words that follow one another for one reason, together."""
    words: list[str] = []
    last = ""
    for word, why in hidden:
        if words and why != last:
            yield " ".join(words), last
            words = []
        words.append(word.text)
        last = why
    if words:
        yield " ".join(words), last
