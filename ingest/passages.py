"""Sections -> passages, the unit that is embedded, reranked and cited.

A passage is cut at structure and never inside a sentence: a table row by itself, a code block by
itself, a list with the sentence that introduces it, neighbouring paragraphs while they fit.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.sections import Section
from ingest.sentences import sentence_spans
from ingest.types import Block, BlockKind

TokenCounter = Callable[[Sequence[str]], list[int]]
"""Texts -> their numbers of tokens, without special tokens."""

MAX_TOKENS = 160
"""The model was trained on 128 and reads 256; short passages cite more exactly and rerank faster."""
LONGEST_NAME = 80
"""Characters before an entry's colon that are its name."""
_ENTRIES = ("item", "step")


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage before it has an identity: [start, end) of the document and its context words."""

    start: int
    end: int
    kind: BlockKind
    context: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """An indivisible span (sentence, list entry, row, code lines) with its number of tokens."""

    start: int
    end: int
    block: Block
    tokens: int


def passage_spans(text: str, section: Section, count: TokenCounter) -> list[PassageSpan]:
    """Cuts one section of the document `text` into passages, in order."""
    spans: list[PassageSpan] = []
    lead = ""
    for kind, group in groupby(section.blocks, key=_family):
        blocks = list(group)
        if kind == "table":
            spans += _rows(text, blocks, lead, count)
            continue
        cut = list(_pack(pieces(text, blocks, count), lead, text))
        spans += cut
        lead = lead_in(text, blocks[-1]) if kind == "prose" else ""
    return spans


def lead_in(text: str, block: Block) -> str:
    """The last sentence of a paragraph that introduces what follows, else nothing."""
    words = text[block.start : block.end]
    if not words.endswith(":"):
        return ""
    return words[sentence_spans(words)[-1][0] :]


def pieces(text: str, blocks: Sequence[Block], count: TokenCounter, longest: int = MAX_TOKENS) -> list[Piece]:
    """Blocks -> indivisible pieces; only a block of more than `longest` tokens is taken apart."""
    sizes = count([text[b.start : b.end] for b in blocks])
    found: list[Piece] = []
    for block, size in zip(blocks, sizes, strict=True):
        if size <= longest:
            found.append(Piece(block.start, block.end, block, size))
            continue
        parts = _parts(text, block)
        counts = count([text[a:b] for a, b in parts])
        found += [Piece(a, b, block, n) for (a, b), n in zip(parts, counts, strict=True)]
    return found


def _parts(text: str, block: Block) -> list[tuple[int, int]]:
    if block.kind == "code":
        return _lines(text, block.start, block.end)
    return [part for a, b in sentence_spans(text, block.start, block.end) for part in _words(text, a, b)]


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, at = [], start
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            spans += _words(text, at, at + len(line.rstrip()))
        at += len(line)
    return spans


def _words(text: str, start: int, end: int, longest: int = 900) -> list[tuple[int, int]]:
    """Halves what has no sentence end for `longest` characters: minified code, base64, logs."""
    spans = []
    while end - start > longest:
        cut = text.rfind(" ", start + longest // 2, start + longest)
        cut = cut if cut > 0 else start + longest
        spans.append((start, cut))
        start = cut + (text[cut] == " ")
    return [*spans, (start, end)] if end > start else spans


def _family(block: Block) -> str:
    families = {"header": "table", "row": "table", "code": "code"}
    return families.get(block.kind, "prose")


def _rows(text: str, blocks: Sequence[Block], lead: str, count: TokenCounter) -> Iterator[PassageSpan]:
    header = ""
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block.kind == "header" and following and following.kind == "row":
            header = text[block.start : block.end]
            continue
        if block.kind == "header":
            header = ""
        context = "\n".join(part for part in (lead, header) if part)
        for span in _pack(pieces(text, [block], count), "", text):
            yield replace(span, kind="row", context=context)


def _pack(parts: Sequence[Piece], lead: str, text: str) -> Iterator[PassageSpan]:
    """Greedy packing; an introduction goes with its list, and later parts of the list carry it.

    What goes on about an entry carries the entry's name.
    """
    held: list[Piece] = []
    named = ""
    names = _names(text, parts)
    for index, piece in enumerate(parts):
        full = sum(p.tokens for p in held) + piece.tokens > MAX_TOKENS
        if held and (full or _opens_group(text, parts, index)):
            yield _span(held, lead, named)
            lead = _carried(text, held, lead, piece)
            held = []
        named = named if held else names[index]
        held.append(piece)
    if held:
        yield _span(held, lead, named)


def _names(text: str, parts: Sequence[Piece]) -> list[str]:
    """Of each piece the names of the entries that it goes on about: an option's second paragraph."""
    found, entries = [], list[tuple[Block, str]]()
    for piece in parts:
        entries = [(e, name) for e, name in entries if e.level < piece.block.level or e is piece.block]
        found.append("\n".join(name for _, name in entries if name))
        if piece.block.kind in _ENTRIES and not any(e is piece.block for e, _ in entries):
            entries.append((piece.block, _name(text, piece.block)))
    return found


def _name(text: str, entry: Block) -> str:
    """What stands before an entry's colon, if it is short: an option, a command, a term."""
    name, colon, _ = text[entry.start : entry.end].partition(": ")
    return name if colon and len(name) <= LONGEST_NAME else ""


def _opens_group(text: str, parts: Sequence[Piece], index: int) -> bool:
    """A lead-in starts a passage of its own list rather than ending the passage before."""
    piece = parts[index]
    following = parts[index + 1 : index + 2]
    introduces = piece.block.kind == "paragraph" and text[piece.start : piece.end].endswith(":")
    return bool(introduces and following and following[0].block.kind in _ENTRIES)


def _carried(text: str, held: Sequence[Piece], lead: str, following: Piece) -> str:
    if following.block.kind not in _ENTRIES:
        return ""
    for piece in reversed(held):
        if piece.block.kind == "paragraph":
            return lead_in(text, piece.block)
    return lead


def _span(held: Sequence[Piece], lead: str, named: str = "") -> PassageSpan:
    first = held[0].block
    introduced = lead if first.kind in ("item", "step", "code") else ""
    context = "\n".join(filter(None, (introduced, named)))
    return PassageSpan(held[0].start, held[-1].end, first.kind, context, first.page)
