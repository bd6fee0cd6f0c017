"""Plain text: notes, exports and hard-wrapped documents, their structure recovered from layout."""

import re
from collections.abc import Sequence
from itertools import takewhile

from ingest.parsers import normalise, outline, questions
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.codelike import looks_like_code
from ingest.parsers.columns import Table, read_table
from ingest.parsers.decoding import decode
from ingest.parsers.glued import glued_rows, is_glued_header
from ingest.parsers.indented import outdented
from ingest.parsers.outline import Heading
from ingest.parsers.pagemarks import without_page_marks
from ingest.parsers.stanzas import Stanza, split_stanzas, vocabulary
from ingest.parsers.unwrap import join, paragraphs, reads_on, runs_on, wrap_width

_BULLET = re.compile(r"(\s*)(?:[-*+•‣◦▪●○■–]|\\-)\s+(?=\S)")
_LONGEST_APART = 40
"""Rows that a glued table may have whose rows stand apart."""

_AHEAD = 1000
_GLANCE = 5
"""How many lines are looked at together, and how many tell whether prose ends: a long file without
blank lines must not cost the square of its length."""

_STEP = re.compile(
    r"(\s*)(?:(?=\d{1,3}[.)])|\((?=\d{1,2}\)|[a-z]\))|(?=[a-z]\)))(\d{1,3}|[a-z])[.)]\s+(?=\S)"
)
_LIST_START = re.compile(r"\s*(?:[-*+•‣◦▪●○■]|\d{1,3}[.)])\s")


def parse(data: bytes, name: str) -> Parsed:
    """Read a text file."""
    return parse_text(decode(data), name)


def parse_text(source: str, name: str = "", titled: bool = True) -> Parsed:
    """Read text; without `titled`, the first line is not taken for the document's title."""
    stanzas = split_stanzas(without_page_marks(normalise.lines(source)))
    return _Reader(outdented(stanzas), titled).read().parsed(name)


class _Reader:
    """Writes stanza after stanza; headings wait for their levels until all are known."""

    def __init__(self, stanzas: list[Stanza], titled: bool) -> None:
        self._stanzas = stanzas
        self._titled = titled
        self._outdented = any(stanza.heading or stanza.named for stanza in stanzas)
        prose = [
            stanza.lines for stanza in stanzas if not stanza.fenced and not _BULLET.match(stanza.lines[0])
        ]
        self._width = wrap_width(prose)
        self._vocabulary = vocabulary(stanzas)
        self._indents: list[int] = []
        self._headings: list[Heading] = []
        self._calls: list[tuple[str, tuple[object, ...]]] = []

    def read(self) -> TextBuilder:
        """All stanzas, in order."""
        index = 0
        while index < len(self._stanzas):
            index += self._glued_stanzas(index) or self._stanza(index)
        return self._write()

    def _write(self) -> TextBuilder:
        out = TextBuilder()
        depths = iter(outline.levels(self._headings, self._first_is_title()))
        for name, arguments in self._calls:
            level = (next(depths),) if name == "heading" else ()
            getattr(out, name)(*arguments, *level)
        return out

    def _first_is_title(self) -> bool:
        before = next((i for i, (name, _) in enumerate(self._calls) if name == "heading"), None)
        if before is None or not self._titled or before > 2:
            return False
        if self._headings[0].style == "outdented":
            return [name for name, _ in self._calls[before : before + 2]] == ["heading"] * 2
        return (
            self._headings[0].style in ("double", "centred", "caps", "single", "titled", "marks")
            and self._headings[0].depth < 2
        )

    def _add(self, name: str, *arguments: object) -> None:
        self._calls.append((name, arguments))

    def _heading(self, heading: Heading) -> None:
        self._headings.append(heading)
        self._indents.clear()
        self._add("heading", heading.text)

    def _stanza(self, index: int) -> int:
        stanza = self._stanzas[index]
        lines = stanza.lines
        if stanza.heading:
            self._heading(stanza.heading)
            return 1
        if stanza.named:
            name = stanza.named.strip()
            self._add("item", f"{name}: {lines[0]}", self._nest(len(stanza.named) - len(name)))
            return 1
        if stanza.fenced or looks_like_code(lines) or self._is_set_off(lines):
            self._code(lines)
            return 1
        heading = self._solo(index) if len(lines) == 1 else None
        if heading is not None:
            self._heading(heading)
            return 1
        if not _LIST_START.match(lines[0]) and not lines[0].startswith(" "):
            self._indents.clear()
        self._lines(lines)
        return 1

    def _code(self, lines: list[str]) -> None:
        source = "\n".join(lines)
        nesting = len(self._indents) if lines[0][:1] == " " else 0
        if self._calls and self._calls[-1][0] == "code" and all(line[:1] in " \t}])" for line in lines):
            # A blank line inside a function.
            _, (before, level) = self._calls.pop()
            source, nesting = f"{before}\n\n{source}", int(str(level))
        self._add("code", source, nesting)

    def _is_set_off(self, lines: Sequence[str]) -> bool:
        """Indented as a whole, outside of lists: set off on purpose, so its lines stay as they are."""
        inside_list = bool(self._indents) or any(_LIST_START.match(line) for line in lines)
        if inside_list or (self._outdented and reads_on(lines)):
            return False
        return len(lines) > 1 and all(re.match(r" {4}|\t", line) for line in lines)

    def _solo(self, index: int) -> Heading | None:
        """The heading that a single line is, seen between its neighbours."""
        line = self._stanzas[index].lines[0]
        following = self._stanzas[index + 1].lines if index + 1 < len(self._stanzas) else []
        heading = outline.solo_heading(line)
        if not following or questions.is_marked_question(line.strip()):
            return None
        if heading is None:
            return self._plain_title(index, line)
        if heading.style == "numbered":
            before = self._stanzas[index - 1].lines if index else [""]
            neighbours = _STEP.match(before[0]) or _STEP.match(following[0])
            return (
                None
                if neighbours or (following[0].startswith("  ") and not _BULLET.match(following[0]))
                else heading
            )
        if (
            heading.style == "titled"
            and len(following) == 1
            and self._headings
            and outline.is_titled(following[0])
        ):
            return None
        return heading

    def _plain_title(self, index: int, line: str) -> Heading | None:
        # The very first line, if it is short and no sentence, names the document.
        if (
            index
            or not self._titled
            or not 2 <= len(line.split()) <= 12
            or re.search(r"[.,;:!?]$|\t|\s{2,}", line.strip())
        ):
            return None
        return Heading(line.strip(), "titled") if line[:1].isupper() else None

    def _glued_stanzas(self, index: int) -> int:
        """How many stanzas, of one line each, a table with glued cells takes up."""
        first = self._stanzas[index]
        if not first.is_line or not is_glued_header(first.lines[0], self._vocabulary):
            return 0
        run = takewhile(_may_be_row, self._stanzas[index : index + _LONGEST_APART])
        lines = [stanza.lines[0] for stanza in run]
        table = None
        for size in range(3, len(lines) + 1):
            rows = glued_rows(lines[:size], self._vocabulary)
            if not rows or len(rows[-1]) != len(rows[0]):
                break
            table = Table(rows, True, size)
        return self._table(table) if table else 0

    def _lines(self, lines: list[str]) -> None:
        at = 0
        while at < len(lines):
            ahead = lines[at : at + _AHEAD]
            at += (
                self._heading_lines(ahead)
                or self._table_lines(ahead)
                or self._entry(ahead)
                or self._prose(ahead)
            )

    def _heading_lines(self, lines: Sequence[str]) -> int:
        first = lines[0].strip()
        if len(lines) > 1 and outline.underlines(lines[1], first):
            mark = lines[1].strip()[0]
            self._heading(Heading(first, "single" if mark in "-~" else "double", mark=mark))
            return 2
        if outline.RULE.fullmatch(first):
            return 1
        if questions.is_marked_question(first):
            size = outline.question_size(lines)
            self._heading(Heading(" ".join(line.strip() for line in lines[:size]), "question"))
            return size
        answered = len(lines) > 1 and not _LIST_START.match(lines[1]) and not lines[1].startswith(" ")
        if answered and first.endswith("?") and outline.solo_heading(lines[0]) and _STEP.match(lines[0]):
            self._heading(Heading(first, "numbered"))
            return 1
        return 0

    def _table_lines(self, lines: Sequence[str]) -> int:
        rows = glued_rows(lines, self._vocabulary)
        table = Table(rows, True, len(lines)) if rows else read_table(lines)
        return self._table(table) if table is not None else 0

    def _table(self, table: Table) -> int:
        self._add("gap")
        for number, cells in enumerate(table.rows):
            self._add("row", cells, table.has_header and number == 0)
        return table.size

    def _entry(self, lines: Sequence[str]) -> int:
        mark = _BULLET.match(lines[0]) or _STEP.match(lines[0])
        if mark is None:
            return 0
        level = self._nest(len(mark.group(1).expandtabs()))
        text, size = lines[0][mark.end() :], 1
        while size < len(lines) and self._continues(lines[size - 1], lines[size], mark):
            text, size = join(text, lines[size]), size + 1
        if mark.re is _STEP:
            self._add("step", text, mark.group(2), level)
        else:
            self._add("item", text, level)
        return size

    def _nest(self, indent: int) -> int:
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents) - 1

    def _continues(self, line: str, following: str, mark: re.Match[str]) -> bool:
        if _LIST_START.match(following) or questions.is_marked_question(following.strip()):
            return False
        indent = len(following) - len(following.lstrip())
        return indent > len(mark.group(1)) or runs_on(line, following, self._width)

    def _prose(self, lines: Sequence[str]) -> int:
        size = 1
        while size < len(lines) and not self._interrupts(lines[size : size + _GLANCE]):
            size += 1
        indented = lines[0].startswith("  ") and bool(self._indents)
        for number, text in enumerate(paragraphs(lines[:size], self._width)):
            after_heading = number == 0 and self._calls[-1:] and self._calls[-1][0] == "heading"
            words = questions.without_answer_label(text) if after_heading else text
            self._add("paragraph", words, len(self._indents) if indented else 0)
        if not indented:
            self._indents.clear()
        return size

    def _interrupts(self, lines: Sequence[str]) -> bool:
        """Whether something other than prose begins here."""
        first = lines[0]
        if (
            _BULLET.match(first)
            or questions.is_marked_question(first.strip())
            or read_table(lines) is not None
        ):
            return True
        step = _STEP.match(first)
        if step is not None and step.group(2) in ("1", "a"):
            return True
        return len(lines) > 1 and outline.underlines(lines[1], first.strip())


def _may_be_row(stanza: Stanza) -> bool:
    return stanza.is_line and not _LIST_START.match(stanza.lines[0])
