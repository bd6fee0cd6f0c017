"""Questions in other words than the answer's: people who ask do not know how the material says it.

Study guides word a question much as they word its answer; a person does not. Each content word
may be exchanged for a near one by the embedding model, of another stem and absent from the answer.
"""

import random
import re
from collections.abc import Collection, Set
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.models import Embedder
from ingest.tokens import STOP_WORDS, tokenize

NEAREST = 8
LEAST_COSINE = 0.45
SHARE = 0.7
"""Of the words that can be exchanged."""
_WORD = re.compile(r"[^\W\d_]{4,}")


class Rewording:
    """Exchanges words; `vectors` is float[n, d], a unit row a word."""

    def __init__(self, words: list[str], vectors: NDArray[np.float32], embedder: Embedder) -> None:
        self._words = words
        self._vectors = vectors
        self._embedder = embedder

    def reword(self, question: str, answer: str, rng: random.Random) -> str:
        """The question with most of its content words exchanged; those without a near word stay."""
        taken = set(tokenize(f"{question} {answer}"))
        found = [m for m in _WORD.finditer(question) if m[0].casefold() not in STOP_WORDS]
        chosen = [m for m in found if rng.random() < SHARE]
        if not chosen:
            return question
        near = self._embedder.embed_queries([m[0] for m in chosen]) @ self._vectors.T
        text = question
        for m, cosines in reversed(list(zip(chosen, near, strict=True))):
            other = self._near(cosines, m[0], taken)
            text = text[: m.start()] + (other or m[0]) + text[m.end() :]
        return text

    def _near(self, cosines: NDArray[np.float32], word: str, taken: Set[str]) -> str:
        """The nearest word of a stem that is not taken and that does not merely prolong the word."""
        start = word.casefold()[:4]
        for i in np.argsort(-cosines, kind="stable")[:NEAREST]:
            other = self._words[int(i)]
            if (
                cosines[i] >= LEAST_COSINE
                and not other.startswith(start)
                and taken.isdisjoint(tokenize(other))
            ):
                return other
        return ""


def load_rewording(words: Collection[str], embedder: Embedder, work: Path) -> Rewording:
    """With the vectors of the words from the cache under `work`, or made now (a minute)."""
    ordered = sorted(w for w in words if len(w) >= 4 and w not in STOP_WORDS)
    cache = work / f"words-{embedder.name.replace('/', '-')}.npy"
    if not cache.exists():
        work.mkdir(parents=True, exist_ok=True)
        np.save(cache, embedder.embed_passages(ordered))
    return Rewording(ordered, np.load(cache), embedder)
