"""Late interaction: every token of a text keeps a vector of its own, a passage's as a short code.

ColBERT (Khattab and Zaharia, SIGIR 2020), with the passages' vectors kept as signs as in BPR (Yamada et
al., ACL 2021): what the bi-encoder computes anyway, projected (docs/models/late-interaction.md).
"""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ingest.models.weights import Array, read_tensors
from ingest.types import Passage

if TYPE_CHECKING:
    from ingest.models.embedder import Embedder

SHIPPED = Path(__file__).with_name("weights") / "late-interaction.safetensors"
BITS = 128
"""Of a token's code: sixteen bytes."""
_COUNT = struct.Struct("<I")
"""Bytes of the pieces' codes, which stand before the tokens'."""


class Embedded(NamedTuple):
    """A passage's unit vector float32[dimension], and the codes of its tokens and pieces (`joined`)."""

    vector: NDArray[np.float32]
    codes: bytes = b""


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """A question's n tokens without special ones.

    `vectors`: float32[n, BITS], rows of unit length. `importance`: float32[n], above 0. `spans`: where
    each stands in the text, in characters. `power`: what a word's rarity is raised to. `states`:
    float32[n, dimension], the tokens' own vectors.
    """

    vectors: NDArray[np.float32]
    importance: NDArray[np.float32]
    spans: tuple[tuple[int, int], ...]
    power: float
    states: NDArray[np.float32]


class EmbeddedQuestion(NamedTuple):
    """A question's unit vector, and its tokens where the model gives them."""

    vector: NDArray[np.float32]
    tokens: QuestionTokens | None = None


@runtime_checkable
class TokenEmbedder(Protocol):
    """An `Embedder` that gives tokens as well, at no further reading."""

    def embed_passages_with_tokens(self, texts: Sequence[str], starts: Sequence[int]) -> list[Embedded]:
        """In the texts' order; `starts`: where in each its own words begin, behind headings and the like."""
        ...

    def embed_questions_with_tokens(self, texts: Sequence[str]) -> list[EmbeddedQuestion]:
        """In the texts' order."""
        ...


@dataclass(frozen=True, slots=True)
class LateWeights:
    """What was trained: `heads` float32[dimension, BITS + 1] projects a token, the last column to its weight.

    `power`: of a word's rarity; `digest`: of the file.
    """

    heads: Array
    importance_bias: float
    power: float
    digest: str


@cache
def load_late_weights(path: Path = SHIPPED) -> LateWeights:
    """The weights of a file; raises ModelProblem where it cannot be read."""
    tensors, _ = read_tensors(path)
    heads = np.hstack([tensors["projection.weight"], tensors["importance.weight"]])
    digest = sha256(path.read_bytes()).hexdigest()[:8]
    bias, power = (float(tensors[name][0]) for name in ("importance.bias", "power"))
    return LateWeights(np.ascontiguousarray(heads), bias, power, digest)


def embed_for_index(embedder: "Embedder", passages: Sequence[Passage]) -> list[Embedded]:
    """Each passage's vector, with the codes of its tokens and pieces where the model gives them."""
    texts = [p.indexed_text for p in passages]
    if isinstance(embedder, TokenEmbedder):
        starts = [len(t) - len(p.text) for t, p in zip(texts, passages, strict=True)]
        return embedder.embed_passages_with_tokens(texts, starts)
    return [Embedded(vector) for vector in embedder.embed_passages(texts)]


def embed_questions(embedder: "Embedder", texts: Sequence[str]) -> list[EmbeddedQuestion]:
    """Each question's vector, with its tokens where the model gives them."""
    if isinstance(embedder, TokenEmbedder):
        return embedder.embed_questions_with_tokens(texts)
    return [EmbeddedQuestion(vector) for vector in embedder.embed_queries(texts)]


def joined(tokens: bytes, pieces: bytes) -> bytes:
    """The codes of a passage's tokens and pieces (`ingest.models.pieces`) as one; see `parted`."""
    return _COUNT.pack(len(pieces)) + pieces + tokens


def parted(codes: bytes) -> tuple[bytes, bytes]:
    """The codes of the tokens and of the pieces; b"" and b"" where there are none."""
    if not codes:
        return b"", b""
    end = _COUNT.size + _COUNT.unpack_from(codes)[0]
    return codes[end:], codes[_COUNT.size : end]


def codes_of(tokens: NDArray[np.float32]) -> bytes:
    """The signs of projected tokens, float32[n, BITS or more]: the codes end to end."""
    return np.packbits(tokens[:, :BITS] > 0, axis=1).tobytes()


def question_tokens(
    tokens: NDArray[np.float32], spans: Sequence[tuple[int, int]], weights: LateWeights
) -> QuestionTokens:
    """Of projected tokens, float32[n, BITS + 1 + dimension], and their spans (more, of a long text)."""
    vectors = tokens[:, :BITS]
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    importance = np.logaddexp(0, tokens[:, BITS] + weights.importance_bias).astype(np.float32)
    return QuestionTokens(
        vectors / lengths, importance, tuple(spans[: len(tokens)]), weights.power, tokens[:, BITS + 1 :]
    )


def best_matches(question: NDArray[np.float32], codes: Sequence[bytes]) -> NDArray[np.float32]:
    """float32[passages, n]: the greatest cosine of each of the question's tokens with a passage's.

    `question`: float32[n, BITS], rows of unit length. A passage without a code matches nothing: 0.
    """
    found = np.zeros((len(codes), len(question)), np.float32)
    some = [i for i, code in enumerate(codes) if code]
    if not some:
        return found
    packed = np.frombuffer(b"".join(codes[i] for i in some), np.uint8).reshape(-1, BITS // 8)
    signs = np.unpackbits(packed, axis=1).astype(np.float32) * 2 - 1
    starts = np.cumsum([0, *(len(codes[i]) // (BITS // 8) for i in some)])[:-1]
    found[some] = np.maximum.reduceat(signs @ question.T, starts, axis=0) / math.sqrt(BITS)
    return found
