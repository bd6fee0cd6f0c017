"""Text -> hashed counts of its words and letters, for the linear models of the guards.

The hashing trick (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009):
no vocabulary is stored, and a word that training never saw still has its letters.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WIDTH = 1 << 14
"""Of each of the two families: neighbouring words, and runs of letters."""
LONGEST = 1500
"""Characters read from the beginning, and as many from the end: padding is one way to hide an attack."""
_WORD = re.compile(r"\w+|[^\w\s]")
_RUNS = (3, 4)

Floats = NDArray[np.float32]


def grams(text: str) -> tuple[NDArray[np.int64], Floats]:
    """Places in a vector of 2 * WIDTH and their values; each family's values have unit length."""
    lowered = _ends(text).lower()
    words = _WORD.findall(lowered)
    parts = (_valued(Counter(_pairs(words)), 0), _valued(_letters(words), WIDTH))
    return np.concatenate([p for p, _ in parts]), np.concatenate([v for _, v in parts])


def _ends(text: str) -> str:
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]} {text[-LONGEST:]}"


def _pairs(words: list[str]) -> Iterator[int]:
    yield from map(_place, words)
    yield from map(_place, map(" ".join, pairwise(words)))


def _letters(words: list[str]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for word, count in Counter(words).items():
        for _ in range(min(count, 3)):
            counts.update(_runs(word))
    return counts


@lru_cache(maxsize=50_000)
def _runs(word: str) -> tuple[int, ...]:
    """The places of a word's runs of letters: a document says the same words again and again."""
    edged = f" {word} "
    return tuple(_place(edged[at : at + run]) for run in _RUNS for at in range(len(edged) - run + 1))


def _place(piece: str) -> int:
    return zlib.crc32(piece.encode()) % WIDTH


def _valued(counts: Counter[int], offset: int) -> tuple[NDArray[np.int64], Floats]:
    places = np.fromiter(counts, np.int64, len(counts)) + offset
    values = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts)))
    return places, np.asarray(values / max(float(np.linalg.norm(values)), 1e-9), np.float32)
