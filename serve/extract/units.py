"""A section taken apart into what can be quoted: sentences, list entries, table rows, code blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.sections import Section, only_introduces
from ingest.sentences import sentence_spans
from ingest.types import Block, BlockKind, Document
from serve.rows import Cells, paired, spoken

LEADING = (":", "?")
"""Ends of a paragraph that leads to what follows: no answer by itself."""
_DOTTED = re.compile(r"\w+(?:\.\w+)+")


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) in the document's normalised text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing an answer quotes.

    `group` numbers the paragraph, list, table or code block it belongs to within its section;
    `lead` is the sentence that introduces that list or block, `header` the table's header row;
    `section_start` tells sections of one heading apart, and `introductory` marks a section that
    only introduces the sections below it. `level` is a list entry's nesting, 0 the outermost.
    """

    document: Document
    section: tuple[str, ...]
    span: Span
    kind: BlockKind
    group: int
    lead: Span | None = None
    header: Span | None = None
    marker: str = ""
    page: int | None = None
    section_start: int = 0
    introductory: bool = False
    level: int = 0

    @property
    def text(self) -> str:
        """The unit's own words."""
        return self.document.text[self.span.start : self.span.end]

    @property
    def heading(self) -> str:
        """Of its section, or the document's title."""
        return self.section[-1] if self.section else self.document.title

    @property
    def lead_text(self) -> str:
        """The introducing sentence's words, or nothing."""
        return self.document.text[self.lead.start : self.lead.end] if self.lead else ""

    @property
    def cells(self) -> Cells:
        """A row's (column heading, cell) pairs; headings are empty where the table has none."""
        return paired(
            self.text, self.document.text[self.header.start : self.header.end] if self.header else ""
        )

    @property
    def readable(self) -> str:
        """The unit as it stands in an answer: a row is spoken with its column headings."""
        if self.kind != "row":
            return " ".join(self.text.split()) if self.kind != "code" else self.text
        return spoken(self.cells)


def section_units(document: Document, section: Section) -> list[Unit]:
    """The units of a section in reading order."""
    return list(_units(document, section))


def _units(document: Document, section: Section) -> Iterator[Unit]:
    group, lead, header, previous = 0, None, None, None
    introductory = only_introduces(document, section)
    for block in section.blocks:
        if block.kind == "header":
            header = Span(block.start, block.end)
            continue
        if not _continues(previous, block):
            group += 1
            lead = lead_span(document.text, previous) if block.kind != "paragraph" else None
        header = header if block.kind == "row" else None
        previous = block
        if _repeats(document, section, block):
            continue
        for span in _spans(document.text, block):
            yield Unit(
                document,
                section.path,
                span,
                block.kind,
                group,
                lead,
                header,
                block.marker,
                block.page,
                section.start,
                introductory,
                block.level,
            )


def _repeats(document: Document, section: Section, block: Block) -> bool:
    """A dotted name of the heading where text would be; "hot" below "hot or cold?" is an answer."""
    words = document.text[block.start : block.end].strip()
    alone = block.kind == "paragraph" or len(section.blocks) == 1
    return alone and bool(section.path and _DOTTED.fullmatch(words)) and words in section.path[-1]


def lead_span(text: str, block: Block | None) -> Span | None:
    """The last sentence of a paragraph that ends in a colon or a question mark, or in no mark at all."""
    if block is None or block.kind != "paragraph":
        return None
    if not (text[block.start : block.end].endswith(LEADING) or text[block.end - 1].isalnum()):
        return None
    return Span(*sentence_spans(text, block.start, block.end)[-1])


def _continues(previous: Block | None, block: Block) -> bool:
    if previous is None:
        return False
    lists = {"item", "step"}
    same_list = previous.kind in lists and block.kind in lists
    return same_list or previous.kind == block.kind == "row"


def _spans(text: str, block: Block) -> Sequence[Span]:
    if block.kind != "paragraph":
        return [Span(block.start, block.end)]
    return [Span(*pair) for pair in sentence_spans(text, block.start, block.end)]
