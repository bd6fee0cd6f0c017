"""From a PDF's lines to headings, paragraphs, list entries, code and tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.parsers import questions
from ingest.parsers.builder import TextBuilder
from ingest.parsers.outline import RULE
from ingest.parsers.pdflines import Line, PageContent, TableContent
from ingest.parsers.pdfstyle import BULLET, Style
from ingest.parsers.tables import write_table

_STEP = re.compile(r"(?:(?=\d{1,3}[.)])|\((?=\d{1,2}\)|[a-z]\))|(?=[a-z]\)))(\d{1,3}|[a-z])[.)]\s+(?=\S)")
_SPARE = 0.15
"""Share of a column's width by which lines of running text may fall short of it."""

_GAP = 0.75
"""White space above a line, in font sizes, from which a paragraph begins."""


def write_pages(pages: Sequence[PageContent]) -> TextBuilder:
    """The whole document."""
    style = Style(pages)
    writer = _Writer(style)
    for page in pages:
        writer.page(page)
    writer.flush()
    return writer.out


@dataclass(slots=True)
class _Open:
    """A block whose lines are still coming in."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    marker: str = ""
    level: int = 0
    page: int = 1
    indent: float = 0.0


class _Writer:
    def __init__(self, style: Style) -> None:
        self.out = TextBuilder()
        self._style = style
        self._open: _Open | None = None
        self._indents: list[float] = []
        self._page = 1
        self._right = 0.0
        self._last_table: TableContent | None = None
        self._table_page = 0

    def page(self, page: PageContent) -> None:
        self._page = page.number
        self._right = max((line.x1 for line in page.lines), default=page.width)
        for text, why in page.hidden:
            self.out.page = page.number
            self.out.hide(text, why)
        for part in page.parts:
            if isinstance(part, TableContent):
                self.flush()
                self._table(part)
            else:
                self._line(part)
        # A block may go on overleaf: it is closed by the first line that does not continue it.

    def flush(self) -> None:
        block, self._open = self._open, None
        if block is None:
            return
        self._last_table = None
        self.out.page = block.page
        if block.kind == "code":
            self.out.code(_as_code(block.lines), 0)
            return
        text = block.lines[0].text
        for line in block.lines[1:]:
            text = self._style.joined(text, line.text)
        self._write(block, text)

    def _write(self, block: _Open, text: str) -> None:
        if block.kind == "heading":
            self.out.heading(text, self._style.level(block.lines[0]))
        elif block.kind == "item":
            self.out.item(BULLET.sub("", text, count=1), block.level)
        elif block.kind == "step":
            self.out.step(_STEP.sub("", text, count=1), block.marker, block.level)
        else:
            self.out.prose(text, bold=block.lines[0].bold, level=block.level)

    def _line(self, line: Line) -> None:
        if RULE.fullmatch(line.text):
            self.flush()
            return
        started = self._start(line)
        if self._open is not None and self._continues(self._open, started, line):
            self._open.lines.append(line)
            return
        self.flush()
        self._open = started
        if started.kind in ("item", "step"):
            started.level = self._nest(line.x0)
        elif started.kind == "paragraph" and self._indents and line.x0 > self._indents[-1] + 8:
            started.level = len(self._indents)
        else:
            self._indents.clear()

    def _start(self, line: Line) -> _Open:
        """The block that this line would begin."""
        step = _STEP.match(line.text)
        if line.mono and not self._style.typewritten:
            return _Open("code", [line], page=self._page)
        if self._style.is_heading(line):
            return _Open("heading", [line], page=self._page)
        if BULLET.match(line.text):
            return _Open("item", [line], page=self._page, indent=line.x0)
        if step:
            return _Open("step", [line], step.group(1), page=self._page, indent=line.x0)
        return _Open("paragraph", [line], page=self._page, indent=line.x0)

    def _continues(self, block: _Open, started: _Open, line: Line) -> bool:
        last = block.lines[-1]
        gap = line.top - last.bottom
        if started.kind in ("item", "step"):
            # `(2) how ...` at the start of a line in mid-sentence is no list.
            unfinished = block.kind == "paragraph" and re.search(r"[a-z,]$", last.text) is not None
            return (
                unfinished
                and 0 <= gap < last.size * _GAP
                and not last.bold
                and (started.marker != "1" or line.text[0] == "(")
            )
        if started.kind != block.kind and not (
            started.kind == "paragraph" and block.kind in ("item", "step")
        ):
            return False
        if block.kind == "code":
            return block.page == self._page and gap < last.size * 2.5
        if block.kind == "heading":
            within = sum(len(part.text) for part in block.lines) + len(line.text) < 200
            return (
                within
                and gap < last.size * 0.8
                and line.top > last.top
                and line.size == last.size
                and line.bold == last.bold
            )
        return self._runs_on(block, last, line, gap)

    def _runs_on(self, block: _Open, last: Line, line: Line, gap: float) -> bool:
        """Whether a line goes on with a paragraph or list entry."""
        if questions.is_marked_question(line.text) or (last.bold != line.bold and last.bold):
            return False
        ended = bool(re.search(r"[.!?:;)\"”]$", last.text))
        if line.top < last.top - 1:  # overleaf, or at the top of the next column
            return not ended or line.text[:1].islower()
        if gap > last.size * _GAP:
            return False
        if block.kind != "paragraph" and line.x0 < block.indent - 2:
            return False
        if block.kind != "paragraph":
            return not (line.x0 <= block.indent + 1 and ended)
        short = last.x1 < self._right - (self._right - last.x0) * 0.25
        new_thought = ended and (short or line.x0 > last.x0 + 6)
        return not new_thought and not _broken_on_purpose(last, line)

    def _nest(self, x0: float) -> int:
        while self._indents and self._indents[-1] > x0 + 4:
            self._indents.pop()
        if not self._indents or self._indents[-1] < x0 - 4:
            self._indents.append(x0)
        return len(self._indents) - 1

    def _table(self, table: TableContent) -> None:
        self.out.page = self._page
        overleaf = (
            self._last_table is not None
            and self._table_page < self._page
            and len(self._last_table.rows[0]) == len(table.rows[0])
        )
        self._table_page = self._page
        rows = table.rows
        if overleaf and self._last_table is not None:
            # A table that goes on overleaf often repeats its header there.
            rows = rows[1:] if rows[0] == self._last_table.rows[0] else rows
        else:
            self.out.gap()
        if overleaf:
            for cells in rows:
                self.out.row(cells)
        else:
            write_table(self.out, rows, header=None if table.header is None else int(table.header))
        first = self._last_table.rows[0] if overleaf and self._last_table else table.rows[0]
        self._last_table = replace(table, rows=[first])


def _broken_on_purpose(last: Line, line: Line) -> bool:
    """Whether the next line's first word would have fitted with room to spare: an address, a receipt."""
    if line.text[0].islower():
        return False
    room = (last.edge - last.x0) * _SPARE + last.width
    return last.x1 + room + line.words[0].x1 - line.words[0].x0 < last.edge


def _as_code(lines: Sequence[Line]) -> str:
    """Lines with their indentation, which a PDF keeps as positions only."""
    left = min(line.x0 for line in lines)
    width = sorted(line.width for line in lines)[len(lines) // 2] or 1.0
    done: list[str] = []
    for number, line in enumerate(lines):
        if number and line.top - lines[number - 1].bottom > line.size * 0.9:
            done.append("")
        done.append(" " * round((line.x0 - left) / width) + line.text)
    return "\n".join(done)
