"""Long answers -> passages of the size that the product embeds, reranks and cites."""

from collections.abc import Callable, Sequence

from ingest.sentences import sentence_spans

MAX_TOKENS = 160
MIN_TOKENS = 12
"""A last crumb shorter than this joins the passage before it."""

TokenCounter = Callable[[Sequence[str]], list[int]]


def cut(text: str, count: TokenCounter, longest: int = MAX_TOKENS) -> list[str]:
    """Packs sentences greedily into passages of about `longest` tokens, in order."""
    spans = [part for a, b in sentence_spans(text) for part in _lines(text, a, b)]
    sizes = count([text[a:b] for a, b in spans])
    packed: list[tuple[int, int, int]] = []
    for (start, end), size in zip(spans, sizes, strict=True):
        fits = packed and (packed[-1][2] + size <= longest or size < MIN_TOKENS)
        if fits:
            packed[-1] = (packed[-1][0], end, packed[-1][2] + size)
        else:
            packed.append((start, end, size))
    return [text[a:b] for a, b, _ in packed]


def _lines(text: str, start: int, end: int, longest: int = 500) -> list[tuple[int, int]]:
    """A "sentence" of many lines (a list, code) is cut at its lines, and a very long line at spaces."""
    if end - start <= longest:
        return [(start, end)]
    spans, at = [], start
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            spans += _words(text, at, at + len(line.rstrip()), longest)
        at += len(line)
    return spans


def _words(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    spans = []
    while end - start > longest:
        cut_at = text.rfind(" ", start + 1, start + longest)
        cut_at = cut_at if cut_at > 0 else start + longest
        spans.append((start, cut_at))
        start = cut_at
    return [*spans, (start, end)]
