"""Texts -> unit vectors: the packaged MiniLM by default, any sentence-transformers model by name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.models import adapter as adapters
from ingest.models import package
from ingest.models.late import (
    BITS,
    Embedded,
    EmbeddedQuestion,
    codes_of,
    joined,
    load_late_weights,
    question_tokens,
)
from ingest.models.pieces import piece_codes

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.models.runtime import Precision

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

    def describe(self) -> str:
        """Model, runtime, precision and threads, for `rag doctor`."""
        ...


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 (Wang et al., "MiniLM", NeurIPS 2020), trained further, on OpenVINO; imports no torch.

    The name holds no precision: vectors in bf16 and f32 differ by less than 0.0002 in cosine, so
    that an index built on one machine can be asked on another.
    """

    dimension = package.DIMENSION

    def __init__(
        self, precision: "Precision" = "auto", threads: int = 0, adapter: "Path | None" = adapters.SHIPPED
    ) -> None:
        """`adapter`: what the packaged weights are changed by; None leaves them as they are."""
        # OpenVINO takes 0.1 s to import, which `--help` must not pay.
        from ingest.models.bert import sentence_encoder
        from ingest.models.runtime import Runtime

        self._late = load_late_weights()
        self.name = f"all-MiniLM-L6-v2@{package.WEIGHTS_SHA256[:12]}+late@{self._late.digest}+pieces"
        self._tensors = package.load_tensors()
        if adapter:
            change = adapters.load_adapter(adapter)
            self.name += f"+adapter@{change.digest}"
            self._tensors = adapters.adapted(self._tensors, change)
        graph = sentence_encoder(self._tensors, package.HEADS, self._late.heads)
        self._runtime = Runtime(graph, precision, threads)
        self._tokenizer = package.load_tokenizer()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_passages`; texts are cut at 256 tokens."""
        return self._runtime.run(self._ids(texts), self.dimension)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_queries`; this model needs no query prefix."""
        return self.embed_passages(texts)

    def embed_passages_with_tokens(self, texts: Sequence[str], starts: Sequence[int]) -> list[Embedded]:
        """See `ingest.models.late.TokenEmbedder`."""
        encodings = self._tokenizer.encode_batch(list(texts))
        read = self._runtime.run_with_tokens([_cut(e.ids) for e in encodings])
        found = []
        for r, text, start, encoding in zip(read, texts, starts, encodings, strict=True):
            tokens = r.tokens[1:-1]
            pieces = piece_codes(text, start, tokens[:, BITS + 1 :], encoding.offsets[1:-1])
            found.append(Embedded(r.found, joined(codes_of(tokens), pieces)))
        return found

    def embed_questions_with_tokens(self, texts: Sequence[str]) -> list[EmbeddedQuestion]:
        """See `ingest.models.late.TokenEmbedder`."""
        encodings = self._tokenizer.encode_batch(list(texts))
        read = self._runtime.run_with_tokens([_cut(e.ids) for e in encodings])
        return [
            EmbeddedQuestion(r.found, question_tokens(r.tokens[1:-1], e.offsets[1:-1], self._late))
            for r, e in zip(read, encodings, strict=True)
        ]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [_cut(e.ids) for e in self._tokenizer.encode_batch_fast(list(texts))]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder.count_tokens`."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(e.ids) for e in encodings]

    def describe(self) -> str:
        """See `Embedder.describe`."""
        return f"{self.name} on {self._runtime.describe()}"


def _cut(ids: list[int]) -> list[int]:
    """At most MAX_TOKENS, the mark of the end among them."""
    return ids if len(ids) <= package.MAX_TOKENS else [*ids[: package.MAX_TOKENS - 1], ids[-1]]


def load_embedder(
    name: str = "minilm", query_prefix: str | None = None, passage_prefix: str | None = None
) -> Embedder:
    """`minilm` (packaged), a hub name or a folder; raises ModelProblem.

    Prefixes of None are the ones that the model's family asks for; `minilm` has none.
    """
    if name == "minilm":
        return MiniLmEmbedder()
    from ingest.models.sentence_transformer import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(name, query_prefix, passage_prefix)
