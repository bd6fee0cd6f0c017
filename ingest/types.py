"""The vocabulary of the lowest package: what a document becomes on its way into an index.

All character positions count Unicode code points in `Document.text`, the normalised text that is
stored with the index and that every citation points into.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

DocumentId = str | int
"""A file's path relative to what was ingested, or a JSON Lines record's own `id`, type kept."""

BlockKind = Literal["heading", "paragraph", "item", "step", "header", "row", "code"]
"""`item` is a bullet, `step` a numbered list entry, `header` a table's header row, `row` a body row."""

EVERYONE = "everyone"
CELL_SEPARATOR = " | "
EMPTY_CELL = "—"
"""Stands for an empty table cell, so that a row keeps its count of cells."""


@dataclass(frozen=True, slots=True)
class Block:
    """A structural unit: `text[start:end]` is its content, without list marker or heading marks.

    `level` is the heading's depth (1 is outermost), or a list entry's nesting (0 is outermost).
    `page` counts from 1 and is None where the format has no pages. `marker` is the number a
    numbered step carries in the source.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document. Blocks are in order, do not overlap, and lie within `text`.

    Table rows and headers hold their cells joined by `CELL_SEPARATOR`.
    """

    id: DocumentId
    title: str
    text: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = (EVERYONE,)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: its file and the hash of it; `whole` where nothing was left out unread.

    `detector` is the version of what looked for planted instructions in it (`ingest.guard.marks`).
    """

    id: DocumentId
    source: str
    sha256: str
    whole: bool
    detector: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """The context unit: 500 to 1000 tokens of one document, `text[start:end]`."""

    id: str
    document: DocumentId
    start: int
    end: int
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded, reranked and cited: `document.text[start:end] == text`.

    `section` is the heading path, outermost first. `context` is text that is not part of the
    citation but that the passage needs to be understood alone: the list's lead-in, the table's
    header. `id` is a UUID string derived from the content (see `ingest.chunking`).
    """

    id: str
    document: DocumentId
    chunk: str
    start: int
    end: int
    text: str
    kind: BlockKind
    section: tuple[str, ...] = ()
    context: str = ""
    title: str = ""
    page: int | None = None
    groups: tuple[str, ...] = (EVERYONE,)

    @property
    def heading(self) -> str:
        """The heading path as people read it."""
        return " > ".join(self.section)

    @property
    def indexed_text(self) -> str:
        """What the embedding model and BM25 see: the words with their context."""
        return self.around(self.text)

    def around(self, words: str) -> str:
        """Some of its words with their context: headings, and a list's introduction or a table's header."""
        return "\n".join(part for part in (*(self.section or (self.title,)), self.context, words) if part)
