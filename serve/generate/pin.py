"""The exact words of a piece of evidence that a sentence rests on: what its citations point at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.sections import path_at
from ingest.sentences import sentence_spans
from serve.generate.context import Evidence
from serve.support.overlap import bigram_overlap, terms, word_overlap

MOST = 3
"""Spans a sentence cites at most: more would point at everything."""
_WHOLE = frozenset({"row", "code", "item", "step"})
"""Kinds of blocks that are cited in one: half a row or half an entry says little."""


@dataclass(frozen=True, slots=True)
class Span:
    """`evidence.document.text[start:end]`, on `page` where the format has pages."""

    evidence: Evidence
    start: int
    end: int
    page: int | None = None

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above it, which need not be those above the beginning of the evidence."""
        return path_at(self.evidence.document, self.start)

    @property
    def text(self) -> str:
        """The words."""
        return self.evidence.document.text[self.start : self.end]


def candidates(evidence: Evidence) -> list[Span]:
    """The sentences, entries and rows of the evidence, in order."""
    return [Span(evidence, a, b, page) for a, b, page in _parts(evidence)]


def pinned(claim: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The fewest spans, at most MOST, that hold as many of the claim's terms as can be had, in order.

    Greedy: the span that is closest to the claim, then those that add terms which the earlier ones lack.
    """
    left = set(terms(claim))
    chosen: list[Span] = []
    while len(chosen) < MOST:
        best = max(spans, key=lambda s: (len(left & set(terms(s.text))), _closeness(claim, s)), default=None)
        if best is None or best in chosen or (chosen and not left & set(terms(best.text))):
            break
        chosen.append(best)
        left -= set(terms(best.text))
    return tuple(sorted(chosen, key=lambda s: (repr(s.evidence.document.id), s.start)))


def _closeness(claim: str, span: Span) -> float:
    """Among spans with as many of the terms: those in the claim's order, and the shorter one."""
    return bigram_overlap(claim, span.text) + word_overlap(span.text, claim)


def _parts(evidence: Evidence) -> Iterator[tuple[int, int, int | None]]:
    for block in evidence.document.blocks:
        if block.kind == "heading" or block.end <= evidence.start or block.start >= evidence.end:
            continue
        a, b = max(block.start, evidence.start), min(block.end, evidence.end)
        whole = [(0, b - a)]
        spans = whole if block.kind in _WHOLE else sentence_spans(evidence.document.text[a:b])
        for x, y in ((a + x, a + y) for x, y in spans):
            if all(y <= begin or x >= end for begin, end in evidence.asking):
                yield x, y, block.page
