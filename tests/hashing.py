"""A small embedder for tests of everything around the embedding: vectors are hashes of words."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray


class HashEmbedder:
    """Texts that share words are near each other; it notes what it embedded."""

    name = "hashes@1"
    dimension = 16

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed_passages`."""
        self.embedded += texts
        return self.embed_queries(texts)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed_queries`."""
        sums = [sum((_vector(w) for w in t.casefold().split()), np.full(16, 1e-3)) for t in texts]
        return np.array([s / np.linalg.norm(s) for s in sums], np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder.count_tokens`."""
        return [len(t.split()) for t in texts]

    def describe(self) -> str:
        """See `Embedder.describe`."""
        return self.name


def _vector(word: str) -> NDArray[np.float64]:
    drawn = np.frombuffer(sha256(word.encode()).digest()[:16], np.uint8)
    return drawn.astype(np.float64) - 127.5
