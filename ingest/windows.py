"""A section too long for one chunk -> overlapping windows, every passage whole in one of them.

A window ends with a sentence and the next begins with an earlier one, 50 to 100 tokens before:
the end is chosen so that no passage lies across it that the next window would not hold whole,
and so that the windows come out about equally long.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.passages import PassageSpan, TokenCounter, pieces
from ingest.sections import Section

CHUNK_MAX_TOKENS = 1000
OVERLAP_MIN_TOKENS = 50
OVERLAP_MAX_TOKENS = 100
_OVERLAP = (OVERLAP_MIN_TOKENS + OVERLAP_MAX_TOKENS) // 2
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`before` and `upto` are the tokens from the section's start to its own start and end."""

    start: int
    end: int
    before: int
    upto: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """A window of `size` tokens that ends with sentence `last`; the next begins with `first`, if any can."""

    size: int
    last: int
    first: int | None


def windows(
    text: str, start: int, section: Section, passages: Sequence[PassageSpan], count: TokenCounter
) -> Iterator[tuple[int, int]]:
    """Spans of at most CHUNK_MAX_TOKENS that cover the text from `start` to the section's end.

    A heading is never cut, and of a section that is nothing else there is one.
    """
    sentences = _measured(text, start, section, count)
    across = _across(sentences, passages)
    begin, base, at = start, 0, 0
    while sentences and (rest := sentences[-1].upto - base) > CHUNK_MAX_TOKENS:
        cuts = list(_cuts(sentences, across, at, base))
        if not cuts:
            break
        number = -(-(rest - _OVERLAP) // (CHUNK_MAX_TOKENS - _OVERLAP))
        target = (rest + _OVERLAP * (number - 1)) / number
        best = min(cuts, key=lambda cut: (cut.first is None, abs(cut.size - target)))
        last = sentences[best.last]
        yield begin, last.end
        if best.first is None:
            begin, repeated = _last_words(text, begin, last.end, count)
            base = last.upto - repeated
        else:
            begin, base = sentences[best.first].start, sentences[best.first].before
        at = best.last + 1
    yield begin, section.end


def _measured(text: str, start: int, section: Section, count: TokenCounter) -> list[_Sentence]:
    found = pieces(text, section.blocks, count, longest=0)
    ends = [start, *(p.end for p in found)]
    gaps = count([text[end : p.start] for end, p in zip(ends, found, strict=False)])
    total, measured = 0, []
    for piece, gap in zip(found, gaps, strict=True):
        measured.append(_Sentence(piece.start, piece.end, total + gap, total + gap + piece.tokens))
        total = measured[-1].upto
    return measured


def _across(sentences: Sequence[_Sentence], passages: Sequence[PassageSpan]) -> list[int | None]:
    """For the end of each sentence, where the passage begins that goes on behind it."""
    starts = [p.start for p in passages]
    found = []
    for sentence in sentences:
        index = bisect_left(starts, sentence.end) - 1
        goes_on = index >= 0 and passages[index].end > sentence.end
        found.append(starts[index] if goes_on else None)
    return found


def _cuts(sentences: Sequence[_Sentence], across: Sequence[int | None], at: int, base: int) -> Iterator[_Cut]:
    """Where a window may end that takes in sentences from `at` on; the shortest one may be too long."""
    any_yet = False
    for last in range(at, len(sentences) - 1):
        size = sentences[last].upto - base
        if size > CHUNK_MAX_TOKENS and any_yet:
            return
        first = _repeated_from(sentences, across[last], last)
        if first is not None or across[last] is None:
            any_yet = True
            yield _Cut(size, last, first)


def _repeated_from(sentences: Sequence[_Sentence], across: int | None, last: int) -> int | None:
    """The latest sentence that begins 50 to 100 tokens before the end of `last`, and not behind `across`."""
    for first in range(last, -1, -1):
        overlap = sentences[last].upto - sentences[first].before
        if overlap > OVERLAP_MAX_TOKENS:
            return None
        if overlap >= OVERLAP_MIN_TOKENS and (across is None or sentences[first].start <= across):
            return first
    return None


def _last_words(text: str, begin: int, end: int, count: TokenCounter) -> tuple[int, int]:
    """Where sentences are too long to repeat whole: the start and size of the last 50 tokens' words."""
    spans = [m.span() for m in _WORD.finditer(text, begin, end)][-OVERLAP_MAX_TOKENS:]
    sizes = count([text[a:b] for a, b in spans])
    total = 0
    for (start, _), size in zip(reversed(spans), reversed(sizes), strict=True):
        total += size
        if total > OVERLAP_MAX_TOKENS:
            break
        if total >= OVERLAP_MIN_TOKENS:
            return start, total
    return end, 0
