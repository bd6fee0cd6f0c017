"""Texts -> unit vectors: the packaged MiniLM by default, any sentence-transformers model by name."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelProblem
from ingest.models import package

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """A bi-encoder. `name` identifies model and weights: an index and its reader must agree on it."""

    name: str
    dimension: int

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """float32[n, dimension], rows of unit length."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """float32[n, dimension], rows of unit length; a long text's end may be cut off."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, without special tokens."""
        ...


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 (Wang et al., "MiniLM", NeurIPS 2020) on OpenVINO; imports no torch."""

    dimension = package.DIMENSION

    def __init__(self, precision: str = "") -> None:
        from ingest.models.bert import sentence_encoder
        from ingest.models.runtime import Runtime

        tensors = package.load_tensors(package.checked_weights())
        self.name = f"all-MiniLM-L6-v2@{package.WEIGHTS_SHA256[:12]}"
        self.runtime = Runtime(sentence_encoder(tensors, package.HEADS), precision=precision)
        self._counter = package.load_tokenizer()
        self._tokenizer = package.load_tokenizer()
        self._tokenizer.enable_truncation(package.MAX_TOKENS)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_passages`; texts are cut at 256 tokens."""
        return self.runtime.run(self._tokenizer.encode_batch(list(texts)), self.dimension)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_queries`; this model needs no query prefix."""
        return self.embed_passages(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder.count_tokens`."""
        encodings = self._counter.encode_batch(list(texts), add_special_tokens=False)
        return [len(e.ids) for e in encodings]


PREFIXES = {
    "e5": ("query: ", "passage: "),
    "bge": ("Represent this sentence for searching relevant passages: ", ""),
}
"""(query, passage) prefixes by a part of the model's name, from the E5 and BGE model cards."""


class SentenceTransformersEmbedder:
    """Any other model, by hub name or folder, through sentence-transformers."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ModelProblem(f"cannot load the embedding model {model}: {reason}") from error
        self.name = f"{Path(model).name}@{sha256(model.encode()).hexdigest()[:12]}"
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        family = next((f for f in PREFIXES if f in Path(model).name.casefold()), "")
        self._query, self._passage = PREFIXES.get(family, ("", ""))

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_queries`; E5 and BGE get their prefix."""
        return self._encode([self._query + t for t in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_passages`."""
        return self._encode([self._passage + t for t in texts])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder.count_tokens`."""
        ids = self._model.tokenizer(list(texts), add_special_tokens=False)["input_ids"] if texts else []
        return [len(row) for row in ids]

    def _encode(self, texts: Sequence[str]) -> Vectors:
        encoded = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded, np.float32).reshape(len(texts), self.dimension)


def load_embedder(model: str = "minilm") -> Embedder:
    """`minilm`, a hub name or a folder; raises ModelProblem."""
    return MiniLmEmbedder() if model == "minilm" else SentenceTransformersEmbedder(model)
