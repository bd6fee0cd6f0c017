"""Documents -> chunks (the context unit) and the passages inside them, with stable ids.

A chunk holds 500 to 1000 tokens: whole sections packed together, so that a question keeps its
answer; only a section longer than that is split, with 50 to 100 tokens of overlap.
"""

import json
import uuid
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from ingest.passages import PassageSpan, Piece, TokenCounter, passage_spans, pieces
from ingest.sections import Section, sections
from ingest.types import Chunk, Document, Passage

CHUNKER_VERSION = "1"
CHUNK_MIN_TOKENS = 500
CHUNK_MAX_TOKENS = 1000
OVERLAP_MIN_TOKENS = 50
OVERLAP_MAX_TOKENS = 100


def chunk_document(
    document: Document, count: TokenCounter, embedder: str
) -> tuple[list[Chunk], list[Passage]]:
    """The document's chunks and passages, in order.

    `embedder` names the embedding model with its version: it enters the ids, so that another
    model never finds a vector that is not its own.
    """
    parts = sections(document)
    chunks = [_chunk(document, span, parts) for span in _chunk_spans(document.text, parts, count)]
    starts = [c.start for c in chunks]
    passages = []
    for section in parts:
        for span in passage_spans(document.text, section, count):
            home = chunks[_home(chunks, starts, span)]
            passages.append(_passage(document, section, span, home, embedder))
    return chunks, passages


def _chunk_spans(text: str, parts: Sequence[Section], count: TokenCounter) -> list[tuple[int, int]]:
    sizes = count([text[p.start : p.end] for p in parts])
    spans: list[tuple[int, int]] = []
    held: list[int] = []
    for index, size in enumerate(sizes):
        total = sum(sizes[i] for i in held)
        if held and (total + size > CHUNK_MAX_TOKENS or _begins_peer(parts, held, index, total)):
            spans.append((parts[held[0]].start, parts[held[-1]].end))
            held = []
        if size > CHUNK_MAX_TOKENS:
            spans += _windows(text, parts[index], count)
        else:
            held.append(index)
    return spans + ([(parts[held[0]].start, parts[held[-1]].end)] if held else [])


def _begins_peer(parts: Sequence[Section], held: Sequence[int], index: int, total: int) -> bool:
    """Enough is held, and the next section is no child of what is held."""
    depth = min(len(parts[i].path) for i in held)
    return total >= CHUNK_MIN_TOKENS and len(parts[index].path) <= depth


def _windows(text: str, section: Section, count: TokenCounter) -> list[tuple[int, int]]:
    """Spans of at most CHUNK_MAX_TOKENS over one long section, each repeating its forerunner's end."""
    found = pieces(text, section.blocks, count)
    spans, first, total = [], 0, 0
    for index, piece in enumerate(found):
        if index > first and total + piece.tokens > CHUNK_MAX_TOKENS:
            spans.append((found[first].start, found[index - 1].end))
            first = _overlap_start(found, first, index)
            total = sum(p.tokens for p in found[first:index])
        total += piece.tokens
    start = section.start if not spans else found[first].start
    spans.append((start, section.end))
    return [(section.start, spans[0][1]), *spans[1:]] if spans else []


def _overlap_start(found: Sequence[Piece], first: int, index: int) -> int:
    """The piece from which the next window repeats: at least 50 tokens where that is at most 100."""
    total, at = 0, index
    while at - 1 > first and total < OVERLAP_MIN_TOKENS:
        if total + found[at - 1].tokens > OVERLAP_MAX_TOKENS:
            break
        at -= 1
        total += found[at].tokens
    return at


def _chunk(document: Document, span: tuple[int, int], parts: Sequence[Section]) -> Chunk:
    inside = [p.path for p in parts if p.start < span[1] and p.end > span[0]]
    common = list(inside[0]) if inside else []
    for path in inside[1:]:
        same = [a == b for a, b in zip(common, path, strict=False)]
        common = common[: same.index(False) if False in same else len(same)]
    identity = _identity(CHUNKER_VERSION, document.id, span[0], document.text[span[0] : span[1]])
    return Chunk(identity, document.id, *span, tuple(common))


def _home(chunks: Sequence[Chunk], starts: Sequence[int], span: PassageSpan) -> int:
    """The first chunk that holds the whole passage, else the one it begins in."""
    last = max(bisect_right(starts, span.start) - 1, 0)
    earlier = last - 1
    return earlier if earlier >= 0 and chunks[earlier].end >= span.end else last


def _passage(document: Document, section: Section, span: PassageSpan, home: Chunk, embedder: str) -> Passage:
    passage = Passage(
        id="",
        document=document.id,
        chunk=home.id,
        start=span.start,
        end=span.end,
        text=document.text[span.start : span.end],
        kind=span.kind,
        section=section.path,
        context=span.context,
        title=document.title,
        page=span.page,
        groups=document.groups,
    )
    identity = _identity(CHUNKER_VERSION, embedder, document.id, span.start, passage.indexed_text)
    return replace(passage, id=identity)


def _identity(*parts: object) -> str:
    digest = sha256(json.dumps(parts, ensure_ascii=False).encode()).digest()
    return str(uuid.UUID(bytes=digest[:16]))
