"""A document's blocks grouped under their headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.types import Block, Document

INTRODUCTION = 60
"""Words; more than that says something by itself."""


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks between one heading and the next; `path` holds the headings, outermost first.

    `heading` is None for the blocks before the first heading. `levels` gives each path entry's
    depth, so that a parent section can be recognised.
    """

    path: tuple[str, ...]
    levels: tuple[int, ...]
    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def start(self) -> int:
        """Position of the heading, or of the first block where there is none."""
        return (self.heading or self.blocks[0]).start

    @property
    def end(self) -> int:
        """Position behind the last block."""
        return (self.blocks[-1] if self.blocks else self.heading or self.blocks[0]).end


def sections(document: Document) -> list[Section]:
    """The document's sections in order; a heading without a body still yields one."""
    return [s for s in _walk(document.text, document.blocks) if s.heading or s.blocks]


def path_at(document: Document, position: int) -> tuple[str, ...]:
    """The headings above this place, outermost first; a heading stands above itself."""
    open_headings: list[Block] = []
    for block in document.blocks:
        if block.start > position:
            break
        if block.kind == "heading":
            open_headings = [h for h in open_headings if h.level < block.level] + [block]
    return tuple(document.text[h.start : h.end] for h in open_headings)


def only_introduces(document: Document, section: Section) -> bool:
    """A few words under a heading that has headings below it: they name subjects and tell nothing of them."""
    found = sections(document)
    below = found[found.index(section) + 1 :][:1]
    words = sum(len(document.text[b.start : b.end].split()) for b in section.blocks)
    deeper = bool(below) and len(below[0].path) > len(section.path)
    return deeper and below[0].path[: len(section.path)] == section.path and words <= INTRODUCTION


def _walk(text: str, blocks: Sequence[Block]) -> Iterator[Section]:
    open_headings: list[tuple[int, str]] = []
    heading: Block | None = None
    body: list[Block] = []
    for block in blocks:
        if block.kind != "heading":
            body.append(block)
            continue
        yield _section(open_headings, heading, body)
        open_headings = [h for h in open_headings if h[0] < block.level]
        open_headings.append((block.level, text[block.start : block.end]))
        heading, body = block, []
    yield _section(open_headings, heading, body)


def _section(open_headings: Sequence[tuple[int, str]], heading: Block | None, body: list[Block]) -> Section:
    path = tuple(words for _, words in open_headings)
    levels = tuple(level for level, _ in open_headings)
    return Section(path, levels, heading, tuple(body))
