"""How much a sentence has in common with the text around it, told from word pieces: no transformer runs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.models import package

Floats = NDArray[np.float32]
Numbers = NDArray[np.float64]
Pieces = NDArray[np.int64]
"""The numbers of a text's word pieces, in order, with repetitions."""
STEADY, USUAL = 10.0, 0.3
"""A short sentence says little: its share is drawn to the usual one, as if by so much weight of words."""


class Overlap:
    """Compares texts by the packaged model's word pieces and their input vectors.

    `rarity` is each piece's weight, float32[vocabulary]; `centre` is the mean piece, float32[384]. Raises
    ModelProblem where the packaged model cannot be read.
    """

    def __init__(self, rarity: Floats, centre: Floats) -> None:
        self._rarity, self._centre = rarity, centre
        self._table = np.asarray(package.load_tensors()["embeddings.word_embeddings.weight"])
        self._tokenizer = package.load_tokenizer()

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """The word pieces of each text."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.array(e.ids, np.int64) for e in encodings]

    def compared(self, said: Sequence[str], around: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Of n sentences, float64[n] each: how large a part of their pieces, by weight, stands around them as
        well, and the cosine of the two weighted means.
        """
        mine, theirs = self.pieces(said), self.pieces(around)
        shares = [self._share(np.unique(a), b) for a, b in zip(mine, theirs, strict=True)]
        cosines = [_cosine(self._mean(a), self._mean(b)) for a, b in zip(mine, theirs, strict=True)]
        return np.array(shares), np.array(cosines)

    def _share(self, mine: Pieces, theirs: Pieces) -> float:
        weights = self._rarity[mine]
        return float((weights[np.isin(mine, theirs)].sum() + STEADY * USUAL) / (weights.sum() + STEADY))

    def _mean(self, text: Pieces) -> Floats:
        weights = self._rarity[text]
        total = (weights[:, None] * self._table[text]).sum(axis=0)
        return np.asarray(total - weights.sum() * self._centre)


def _cosine(a: Floats, b: Floats) -> float:
    return float((a * b).sum() / max(1e-9, float(np.linalg.norm(a) * np.linalg.norm(b))))
