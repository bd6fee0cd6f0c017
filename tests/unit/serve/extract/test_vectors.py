"""Remembered vectors: the same as fresh ones, made once, and not kept for ever."""

from collections.abc import Sequence

import numpy as np

from ingest.models import MiniLmEmbedder
from serve.extract.vectors import RememberedVectors


class Counting(MiniLmEmbedder):
    """The packaged model, which also counts what it is asked to embed."""

    asked = 0

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        """See `Embedder.embed_passages`."""
        self.asked += len(texts)
        return super().embed_passages(texts)


def test_known_texts_are_not_embedded_again():
    """Three calls over three texts embed three; order and repetitions are the caller's."""
    model = Counting()
    vectors = RememberedVectors(model)
    first = vectors.of(["a cat", "a dog"])
    again = vectors.of(["a dog", "a bird", "a cat", "a dog"])
    assert model.asked == 3
    assert np.array_equal(again[[2, 0, 3]], first[[0, 1, 1]])


def test_the_least_recently_used_are_forgotten():
    """With room for two, the text that was not asked for again is embedded anew."""
    model = Counting()
    vectors = RememberedVectors(model, most=2)
    for texts in (["a cat"], ["a dog"], ["a cat"], ["a bird"], ["a cat"]):
        vectors.of(texts)
    assert model.asked == 3
    vectors.of(["a dog"])
    assert model.asked == 4


def test_no_texts_give_no_vectors():
    """An empty section is nothing special."""
    assert RememberedVectors(Counting()).of([]).shape[0] == 0
