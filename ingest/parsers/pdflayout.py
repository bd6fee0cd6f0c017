"""From a PDF's lines to headings, paragraphs, list entries, code and tables."""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.parsers.builder import TextBuilder
from ingest.parsers.outline import RULE
from ingest.parsers.pdflabels import announces, is_aside, term
from ingest.parsers.pdflines import Line, PageContent, TableContent
from ingest.parsers.pdfnotes import with_notes
from ingest.parsers.pdfruns import Open, continues, names, names_nothing
from ingest.parsers.pdfstyle import BULLET, DOT, Style
from ingest.parsers.tables import write_table

_STEP = re.compile(r"(?:(?=\d{1,3}[.)])|\((?=\d{1,2}\)|[a-z]\))|(?=[a-z]\)))(\d{1,3}|[a-z])[.)]\s+(?=\S)")


def write_pages(pages: Sequence[PageContent]) -> TextBuilder:
    """The whole document."""
    style = Style(pages)
    writer = _Writer(style)
    for page in pages:
        writer.page(page)
    writer.end()
    return writer.out


class _Writer:
    def __init__(self, style: Style) -> None:
        self.out = TextBuilder()
        self._style = style
        self._open: Open | None = None
        self._label: Open | None = None
        self._notes: list[Open] = []
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
        parts, notes = with_notes(page.parts, self._style.body)
        for part in parts:
            if isinstance(part, TableContent):
                self._flush()
                self._settle()
                self._table(part)
            else:
                self._line(part)
        # A block may go on overleaf: it is closed by the first line that does not continue it.
        self._notes += [Open("note", lines, page=page.number) for lines in notes]

    def end(self) -> None:
        self._flush()
        self._settle()
        self._foot()

    def _flush(self) -> None:
        block, self._open = self._open, None
        if block is not None:
            self._last_table = None
            self._close(block)
        if self._last_table is None:  # a table may go on overleaf, too
            self._foot()

    def _foot(self) -> None:
        notes, self._notes = self._notes, []
        for note in notes:
            self.out.page = note.page
            self.out.paragraph(self._text(note))

    def _close(self, block: Open) -> None:
        if block.kind == "heading":
            self._heading(block)
            return
        self._settle()
        self.out.page = block.page
        if block.kind == "code":
            self.out.code(_as_code(block.lines), 0)
        else:
            self._write(block, self._text(block))

    def _text(self, block: Open) -> str:
        text = block.lines[0].text
        for line in block.lines[1:]:
            text = self._style.joined(text, line.text)
        return text

    def _heading(self, block: Open) -> None:
        """Writes a heading, or keeps it where it announces another: `Chapter 4`, then its title."""
        text = self._text(block)
        label = self._label if self._label and self._label.page == block.page else None
        whole = f"{self._text(label)} {text}" if label else text
        if label and announces(whole):
            label.lines += block.lines
            return
        if not label or announces(text) or is_aside(text):
            self._settle()
            whole = text
        self._label = block if announces(text) else None
        self.out.page = block.page
        if is_aside(text):
            self.out.paragraph(text)
        elif not self._label:
            self.out.heading(whole, self._style.level(block.lines[0]))

    def _settle(self) -> None:
        """Writes the label that nothing followed which it could announce."""
        label, self._label = self._label, None
        if label:
            self.out.page = label.page
            self.out.heading(self._text(label), self._style.level(label.lines[0]))

    def _write(self, block: Open, text: str) -> None:
        if block.kind == "item":
            self.out.item(BULLET.sub("", text, count=1), block.level)
        elif block.kind == "step":
            self.out.step(_STEP.sub("", text, count=1), block.marker, block.level)
        elif block.above:
            self.out.item(f"{self._text(block.above)}: {text}", block.level)
        elif lead := term(block.lines[0]):
            self.out.item(f"{lead}: {text.removeprefix(lead).lstrip()}", block.level)
        else:
            self.out.prose(text, bold=block.lines[0].bold, level=block.level)

    def _line(self, line: Line) -> None:
        if RULE.fullmatch(line.text):
            self._flush()
            return
        started = self._start(line)
        block = self._open
        if block and names(block, started, self._right):
            started.above, self._open = block, started
            return
        if block and block.above and names_nothing(block, line, self._right):
            self._close(block.above)
            block.above = None
        if block and continues(block, started, self._right):
            block.lines.append(line)
            return
        self._flush()
        self._open = started
        if started.kind in ("item", "step"):
            started.level = self._nest(line.x0)
        elif started.kind == "paragraph" and self._indents and line.x0 > self._indents[-1] + 8:
            started.level = len(self._indents)
        else:
            self._indents.clear()

    def _start(self, line: Line) -> Open:
        """The block that this line would begin."""
        step = _STEP.match(line.text)
        if line.mono and not self._style.typewritten and not DOT.match(line.text):
            return Open("code", [line], page=self._page)
        if self._style.is_heading(line):
            return Open("heading", [line], page=self._page)
        if BULLET.match(line.text):
            return Open("item", [line], page=self._page, indent=line.x0)
        if step:
            return Open("step", [line], step.group(1), page=self._page, indent=line.x0)
        return Open("paragraph", [line], page=self._page, indent=line.x0)

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


def _as_code(lines: Sequence[Line]) -> str:
    """Lines with their indentation and gaps, which a PDF keeps as positions only."""
    left = min(line.x0 for line in lines)
    width = median((word.x1 - word.x0) / len(word.text) for line in lines for word in line.words) or 1.0
    done: list[str] = []
    for number, line in enumerate(lines):
        if number and line.top - lines[number - 1].bottom > line.size * 0.9:
            done.append("")
        text = ""
        for word in line.words:
            gap = round((word.x0 - left) / width) - len(text)
            text += " " * max(gap, 1 if text else 0) + word.text
        done.append(text)
    return "\n".join(done)
