"""A passage's sentences and entries, each with a vector of its own: the mean of its tokens' vectors.

Late chunking (Günther et al., 2024, arXiv:2409.04701): the model reads the passage once, headings and all,
and a piece keeps that context. A list of seven entries is near no question that one of them answers.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.models.package import DIMENSION
from ingest.sentences import sentence_spans

BYTES = DIMENSION // 2
"""Of a piece's code: half a byte a component."""
LEVELS = 7
WIDEST = 0.14
"""Components of a unit vector beyond are cut off: they lie at some 0.05, and this way round off least."""
SHORTEST = 3
"""Tokens of a piece: fewer say nothing."""


def piece_codes(
    text: str, start: int, tokens: NDArray[np.float32], spans: Sequence[tuple[int, int]]
) -> bytes:
    """The codes of the pieces of `text[start:]`, end to end.

    `tokens`: float32[n, DIMENSION], the vectors of the text's first n tokens; `spans`: where each stands.
    """
    places = np.array(spans[: len(tokens)], np.int64).reshape(-1, 2)
    found = []
    for begin, end in _pieces(text, start):
        inside = (places[:, 0] >= begin) & (places[:, 1] <= end)
        if inside.sum() >= SHORTEST:
            found.append(tokens[inside].mean(axis=0))
    return _encoded(np.array(found, np.float32).reshape(-1, DIMENSION))


def best_pieces(question: NDArray[np.float32], codes: Sequence[bytes]) -> NDArray[np.float32]:
    """float32[passages]: the greatest cosine of the question, a unit vector, with a passage's pieces.

    A passage without a piece matches nothing: 0.
    """
    found = np.zeros(len(codes), np.float32)
    some = [i for i, code in enumerate(codes) if code]
    if not some:
        return found
    vectors = _decoded(b"".join(codes[i] for i in some))
    cosines = vectors @ question / np.linalg.norm(vectors, axis=1)
    starts = np.cumsum([0, *(len(codes[i]) // BYTES for i in some)])[:-1]
    found[some] = np.maximum.reduceat(cosines, starts)
    return found


def _pieces(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The sentences of each line: entries and rows stand on lines of their own."""
    for line in text[start:].splitlines(keepends=True):
        yield from sentence_spans(text, start, start + len(line))
        start += len(line)


def _encoded(vectors: NDArray[np.float32]) -> bytes:
    units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    levels = np.clip(np.rint(units * (LEVELS / WIDEST)), -LEVELS, LEVELS).astype(np.int8) + LEVELS + 1
    halves = levels.astype(np.uint8).reshape(-1, BYTES, 2)
    return bytes(halves[..., 0] << 4 | halves[..., 1])


def _decoded(codes: bytes) -> NDArray[np.float32]:
    packed = np.frombuffer(codes, np.uint8).reshape(-1, BYTES)
    halves = np.stack([packed >> 4, packed & 15], axis=2).reshape(len(packed), DIMENSION)
    return halves.astype(np.float32) - (LEVELS + 1)
