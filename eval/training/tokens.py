"""Token vectors of the packaged model, unit rows, kept in a file: what late interaction is trained on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.models import package
from ingest.models.bert import sentence_encoder
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.runtime import Read, Runtime

Halves = NDArray[np.float16]


class TokenReader(MiniLmEmbedder):
    """The packaged embedder that gives tokens as they are, not projected."""

    def __init__(self) -> None:
        super().__init__()
        whole = np.eye(package.DIMENSION, dtype=np.float32)
        self._plain = Runtime(sentence_encoder(self._tensors, package.HEADS, whole))

    def read(self, texts: Sequence[str]) -> list[Read]:
        """Each text's vector and its tokens, float32[length, dimension], without the special ones."""
        return [Read(r.found, r.tokens[1:-1]) for r in self._plain.run_with_tokens(self._ids(texts))]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where each of those tokens stands in its text."""
        offsets: list[tuple[int, int]] = self._tokenizer.encode(text).offsets
        return offsets[1:-1]


class Tokens:
    """Ragged rows in one file: row i is float16[n_i, dimension]."""

    def __init__(self, path: Path, ends: Sequence[int]) -> None:
        self._rows: Any = np.memmap(path, np.float16, "r").reshape(-1, package.DIMENSION)
        self._ends = [0, *ends]

    def __getitem__(self, number: int) -> Halves:
        """The row; a view of the mapped file."""
        found: Halves = self._rows[self._ends[number] : self._ends[number + 1]]
        return found
