"""Vectors of the documents' pieces, remembered: the next question often reads the same section."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from ingest.index.vectors import Vector
from ingest.models import Embedder

MOST = 20_000
"""Vectors of 384 floats: 30 MB."""


class RememberedVectors:
    """Embeds texts as passages; those least recently asked for are forgotten first. Thread-safe."""

    def __init__(self, embedder: Embedder, most: int = MOST) -> None:
        self._embedder = embedder
        self._most = most
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str]) -> Vector:
        """float32[n, dimension] in the texts' order."""
        with self._lock:
            found = {t: self._known[t] for t in texts if t in self._known}
        missing = list(dict.fromkeys(t for t in texts if t not in found))
        if missing:
            found |= dict(zip(missing, self._embedder.embed_passages(missing), strict=True))
        with self._lock:
            for text in dict.fromkeys(texts):
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return np.array([found[t] for t in texts], np.float32).reshape(len(texts), self._embedder.dimension)
