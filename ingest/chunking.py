"""Documents -> chunks (the context unit) and the passages inside them, with stable ids.

A chunk holds 500 to 1000 tokens: whole sections packed together, so that a question keeps its
answer; only a section longer than that is split (see `ingest.windows`).
"""

import json
import uuid
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from ingest.passages import PassageSpan, TokenCounter, passage_spans
from ingest.sections import Section, sections
from ingest.types import Chunk, Document, Passage
from ingest.windows import CHUNK_MAX_TOKENS, windows

CHUNKER_VERSION = "9"
CHUNK_MIN_TOKENS = 500
Spans = list[tuple[int, int]]
Cuts = Mapping[int, Sequence[PassageSpan]]
"""The passages of each section, by the section's start."""


def chunk_document(
    document: Document, count: TokenCounter, embedder: str
) -> tuple[list[Chunk], list[Passage]]:
    """The document's chunks and passages, in order.

    `embedder` names the embedding model with its version: it enters the ids, so that another
    model never finds a vector that is not its own.
    """
    count = _counted_once(count)
    parts = sections(document)
    cuts = {s.start: passage_spans(document.text, s, count) for s in parts}
    spans = _chunk_spans(document, _units(document.text, parts, count), cuts, count)
    chunks = [_chunk(document, span, parts) for span in spans]
    starts = [c.start for c in chunks]
    passages = []
    for section in parts:
        for span in cuts[section.start]:
            home = chunks[_home(chunks, starts, span)]
            passages.append(_passage(document, section, span, home, embedder))
    return chunks, passages


def _counted_once(count: TokenCounter) -> TokenCounter:
    """A section of one paragraph is counted as the one and as the other."""
    known: dict[str, int] = {}

    def counted(texts: Sequence[str]) -> list[int]:
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known.update(zip(new, count(new), strict=True))
        return [known[text] for text in texts]

    return counted


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a chunk holds whole if it can: a section, with the bare headings above it."""

    start: int
    section: Section
    depth: int
    tokens: int


def _chunk_spans(document: Document, units: Sequence[_Unit], passages: Cuts, count: TokenCounter) -> Spans:
    spans: Spans = []
    for group in _evened(_packed(units)):
        if group[0].tokens > CHUNK_MAX_TOKENS:
            section = group[0].section
            spans += windows(document.text, group[0].start, section, passages[section.start], count)
        else:
            spans.append((group[0].start, group[-1].section.end))
    return spans


def _units(text: str, parts: Sequence[Section], count: TokenCounter) -> list[_Unit]:
    found: list[tuple[Section, Section]] = []
    for section in parts:
        first, last = found[-1] if found else (section, section)
        if last.blocks or len(section.path) <= len(last.path):
            found.append((section, section))
        else:
            found[-1:] = [(first, section)]
    sizes = count([text[a.start : b.end] for a, b in found])
    return [_Unit(a.start, b, len(a.path), size) for (a, b), size in zip(found, sizes, strict=True)]


def _packed(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Neighbours together while they fit, until enough is held and a section begins that is no child."""
    groups: list[list[_Unit]] = []
    for unit in units:
        held = _tokens(groups[-1]) if groups else CHUNK_MAX_TOKENS
        enough = held >= CHUNK_MIN_TOKENS and groups and unit.depth <= min(u.depth for u in groups[-1])
        if held + unit.tokens > CHUNK_MAX_TOKENS or enough:
            groups.append([unit])
        else:
            groups[-1].append(unit)
    return groups


def _evened(groups: Sequence[list[_Unit]]) -> list[list[_Unit]]:
    """Joins a chunk that came out short to the one before it where both fit in one."""
    done: list[list[_Unit]] = []
    for group in groups:
        before, here = (_tokens(done[-1]) if done else CHUNK_MAX_TOKENS), _tokens(group)
        if min(before, here) < CHUNK_MIN_TOKENS and before + here <= CHUNK_MAX_TOKENS:
            done[-1] += group
        else:
            done.append(group)
    return done


def _tokens(group: Sequence[_Unit]) -> int:
    return sum(unit.tokens for unit in group)


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
