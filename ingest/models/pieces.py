"""A passage's sentences and entries, each with a vector of its own: the mean of its tokens' vectors.

Late chunking (Günther et al., 2024, arXiv:2409.04701): the model reads the passage once, headings and all,
and a piece keeps that context. A list of seven entries is near no question that one of them answers.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.models.package import DIMENSION
from ingest.sentences import sentence_spans

_RECORD = np.dtype([("start", "<u2"), ("end", "<u2"), ("code", np.uint8, (DIMENSION // 2,))])
BYTES = _RECORD.itemsize
"""Of a piece: where it stands, and its code of half a byte a component."""
LEVELS = 7
WIDEST = 0.14
"""Components of a unit vector beyond are cut off: they lie at some 0.05, and this way round off least."""
SHORTEST = 3
"""Tokens of a piece: fewer say nothing."""


class Piece(NamedTuple):
    """[start, end) in the passage's own words, and the question's cosine with it."""

    start: int
    end: int
    cosine: float


def piece_codes(
    text: str, start: int, tokens: NDArray[np.float32], spans: Sequence[tuple[int, int]]
) -> bytes:
    """The pieces of `text[start:]`, end to end; `pieces_of` reads them.

    `tokens`: float32[n, DIMENSION], the vectors of the text's first n tokens; `spans`: where each stands.
    """
    places = np.array(spans[: len(tokens)], np.int64).reshape(-1, 2)
    found, vectors = [], []
    for begin, end in _pieces(text, start):
        inside = (places[:, 0] >= begin) & (places[:, 1] <= end)
        if inside.sum() >= SHORTEST:
            found.append((begin - start, end - start))
            vectors.append(tokens[inside].mean(axis=0))
    records = np.zeros(len(found), _RECORD)
    records["start"], records["end"] = np.array(found, np.int64).reshape(-1, 2).T
    records["code"] = _encoded(np.array(vectors, np.float32).reshape(-1, DIMENSION))
    return records.tobytes()


def pieces_of(question: NDArray[np.float32], codes: Sequence[bytes]) -> list[tuple[Piece, ...]]:
    """Of each passage its pieces in their order; `question` is a unit vector."""
    records = np.frombuffer(b"".join(codes), _RECORD)
    vectors = _decoded(records["code"])
    cosines = vectors @ question / np.linalg.norm(vectors, axis=1)
    pieces = map(Piece, records["start"].tolist(), records["end"].tolist(), cosines.tolist())
    return [tuple(next(pieces) for _ in range(len(code) // BYTES)) for code in codes]


def _pieces(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The sentences of each line: entries and rows stand on lines of their own."""
    for line in text[start:].splitlines(keepends=True):
        yield from sentence_spans(text, start, start + len(line))
        start += len(line)


def _encoded(vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    levels = np.clip(np.rint(units * (LEVELS / WIDEST)), -LEVELS, LEVELS).astype(np.int8) + LEVELS + 1
    halves = levels.astype(np.uint8).reshape(-1, DIMENSION // 2, 2)
    return np.asarray(halves[..., 0] << 4 | halves[..., 1], np.uint8)


def _decoded(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    halves = np.stack([codes >> 4, codes & 15], axis=2).reshape(len(codes), DIMENSION)
    return halves.astype(np.float32) - (LEVELS + 1)
