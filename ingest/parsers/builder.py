"""The one way a parser writes: blocks go in, the normalised text and exact offsets come out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from ingest.parsers import normalise, questions
from ingest.parsers.usage import Part, usage_parts
from ingest.types import CELL_SEPARATOR, Block, BlockKind

_ENTRIES = ("item", "step")
_INDENT = "  "
# A line break that ends a thought; any other break is layout and becomes a space.
_BREAK = re.compile(r"(?<=[.!?:;…。])\s*\n\s*|\s*\n\s*(?=[A-Z0-9•\-*\"'“(\[])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that are in the file and that no reader sees; they are kept apart from its text."""

    text: str
    why: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser makes of one file."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    hidden: tuple[Hidden, ...] = ()


class TextBuilder:
    """Collects blocks in reading order.

    Paragraphs and code that belong to a list entry carry the entry's `level` plus one; outside
    lists theirs is 0. Set `page` before adding what stands on it.
    """

    def __init__(self) -> None:
        self.page: int | None = None
        self.blocks: list[Block] = []
        self.hidden: list[Hidden] = []
        self._parts: list[str] = []
        self._length = 0
        self._apart = True
        self._depth = 0

    @property
    def text(self) -> str:
        """The normalised text so far."""
        return "".join(self._parts)

    def heading(self, text: str, level: int) -> None:
        """A heading, as plain words."""
        self._depth = max(1, level)
        self._add("heading", normalise.words(text), level=self._depth)

    def question(self, text: str) -> None:
        """A question set apart by bold type or a label, not by a heading: one below the last heading."""
        self._add("heading", normalise.words(text), level=self._depth + 1)

    @property
    def after_heading(self) -> bool:
        """Whether the last block is a heading."""
        return bool(self.blocks) and self.blocks[-1].kind == "heading"

    def paragraph(self, text: str, level: int = 0) -> None:
        """A paragraph; where a line break in it ends a thought, each part is a paragraph."""
        for part in _BREAK.split(text):
            self._add("paragraph", normalise.words(part), _INDENT * level, level=level)

    def prose(self, text: str, bold: bool = False, level: int = 0) -> None:
        """A paragraph of a study guide: its questions become headings, answer labels go."""
        line = normalise.words(text)
        if questions.is_answer_label(line):
            return
        if level == 0 and (questions.is_marked_question(line) or (bold and questions.is_question(line))):
            self.question(line)
            return
        self.paragraph(questions.without_answer_label(text.lstrip()) if self.after_heading else text, level)

    def item(self, text: str, level: int = 0) -> None:
        """A bulleted entry."""
        self._add("item", normalise.words(text), _INDENT * level + "• ", level=level)

    def step(self, text: str, marker: str, level: int = 0) -> None:
        """A numbered entry; `marker` is its number in the source, without the point."""
        marker = normalise.words(marker)
        self._add("step", normalise.words(text), f"{_INDENT * level}{marker}. ", level=level, marker=marker)

    def row(self, cells: Iterable[str], header: bool = False) -> None:
        """A table row; a header starts a table."""
        self._add("header" if header else "row", CELL_SEPARATOR.join(normalise.row(list(cells))))

    def code(self, source: str, level: int = 0) -> None:
        """Code, line by line as it stands; options that a command lists are entries."""
        parts = usage_parts(normalise.code(source).split("\n")) or [Part([source])]
        for part in parts:
            if part.name:
                self.item(f"{part.name}: {' '.join(part.lines)}", level)
            else:
                self._add("code", normalise.code("\n".join(part.lines)), level=level)

    def hide(self, text: str, why: str) -> None:
        """Words that no reader sees, with the reason why not; never part of the text."""
        seen = normalise.words(text)
        if seen:
            self.hidden.append(Hidden(seen, why, self.page))

    def gap(self) -> None:
        """What comes next is another list or table than what came before."""
        self._apart = True

    def parsed(self, name: str, title: str = "", metadata: Mapping[str, Any] | None = None) -> Parsed:
        """The finished document; `title` is the format's own and yields to a level-1 heading."""
        chosen = self._main_heading() or normalise.words(title) or title_from_name(name)
        return Parsed(chosen, self.text, tuple(self.blocks), dict(metadata or {}), tuple(self.hidden))

    def _main_heading(self) -> str:
        text = self.text
        for block in self.blocks:
            if block.kind == "heading" and block.level == 1:
                return text[block.start : block.end]
        return ""

    def _add(self, kind: BlockKind, content: str, prefix: str = "", level: int = 0, marker: str = "") -> None:
        if not content:
            return
        lead = self._separator(kind) + prefix
        start = self._length + len(lead)
        self._parts += (lead, content)
        self._length = start + len(content)
        self.blocks.append(Block(kind, start, self._length, level, self.page, marker))
        self._apart = False

    def _separator(self, kind: BlockKind) -> str:
        if not self.blocks:
            return ""
        last = self.blocks[-1].kind
        one_list = kind in _ENTRIES and last in _ENTRIES
        one_table = kind == "row" and last in ("header", "row")
        return "\n" if (one_list or one_table) and not self._apart else "\n\n"


def title_from_name(name: str) -> str:
    """A file's name in words: `llm-interview_notes.v2.md` is `llm interview notes v2`."""
    return normalise.words(re.sub(r"[-_.+]+", " ", PurePath(name).stem))
