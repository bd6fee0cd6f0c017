"""Text -> hashed counts of its words and letters, for the linear models of the guards.

The hashing trick (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009):
no vocabulary is stored, and a word that training never saw still has its letters.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
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
    parts = (_placed(_pairs(words), 0), _placed(_letters(words), WIDTH))
    return np.concatenate([p for p, _ in parts]), np.concatenate([v for _, v in parts])


def _ends(text: str) -> str:
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]} {text[-LONGEST:]}"


def _pairs(words: list[str]) -> Iterator[str]:
    yield from words
    yield from map(" ".join, pairwise(words))


def _letters(words: list[str]) -> Iterator[str]:
    for word, count in Counter(words).items():
        edged = f" {word} "
        for run in _RUNS:
            for at in range(len(edged) - run + 1):
                for _ in range(min(count, 3)):
                    yield edged[at : at + run]


def _placed(pieces: Iterator[str], offset: int) -> tuple[NDArray[np.int64], Floats]:
    counts: Counter[int] = Counter(zlib.crc32(p.encode()) % WIDTH for p in pieces)
    places = np.fromiter(counts, np.int64, len(counts)) + offset
    values = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts)))
    return places, np.asarray(values / max(float(np.linalg.norm(values)), 1e-9), np.float32)
