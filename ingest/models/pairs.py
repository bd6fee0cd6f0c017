"""(question, passage) -> the logit that the passage answers: a trained cross-encoder on OpenVINO."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelProblem
from ingest.models import package
from ingest.models.weights import Quantised, Tensors, read_tensors

if TYPE_CHECKING:
    from ingest.models.bert import Pooling
    from ingest.models.runtime import Precision

Scores = NDArray[np.float32]
PassageTokens = NDArray[np.uint16]
"""A passage's word pieces without special tokens; the vocabulary's 30,522 ids fit into 16 bits."""

CLS, SEP = 101, 102


class PairScorer(Protocol):
    """A cross-encoder."""

    name: str

    def score(self, question: str, passages: Sequence[str | PassageTokens]) -> Scores:
        """float32[n]: a logit for each passage, in the passages' order."""
        ...

    def describe(self) -> str:
        """Model, runtime, precision and threads, for `rag doctor`."""
        ...


class OpenVinoPairScorer:
    """A MiniLM cross-encoder from a safetensors file: encoder tensors, `head.weight`, `head.bias`.

    Tensors that the file leaves out (word embeddings, say) are the packaged ones. `pooling` (`mean`
    or `cls`) and `max_tokens` come from the file's metadata; without it, mean and 256. Tokens count
    [CLS] and both [SEP]; what is too long loses its end, the question beyond half of it first.
    `precision="int8"` is for a file of int8 matrices; any other computes with their float values.
    """

    def __init__(self, path: Path, precision: "Precision" = "auto", threads: int = 0) -> None:
        from ingest.models.bert import pair_encoder
        from ingest.models.runtime import Runtime

        tensors, metadata = _complete(path)
        self.name = metadata.get("name") or path.stem
        self._max_tokens = int(metadata.get("max_tokens", package.MAX_TOKENS))
        self._tensors = tensors if precision == "int8" else _dense(tensors)
        graph = pair_encoder(self._tensors, package.HEADS, _pooling(path, metadata))
        self._runtime = Runtime(graph, precision, threads)
        self._tokenizer = package.load_tokenizer()

    def tokenise(self, passages: Sequence[str]) -> list[PassageTokens]:
        """Word pieces to store with an index; `score` takes them in place of the text."""
        encodings = self._tokenizer.encode_batch(list(passages), add_special_tokens=False)
        return [np.array(e.ids[: self._max_tokens], np.uint16) for e in encodings]

    def score(self, question: str, passages: Sequence[str | PassageTokens]) -> Scores:
        """See `PairScorer.score`."""
        texts = iter(self.tokenise([p for p in passages if isinstance(p, str)]))
        tokens = [next(texts) if isinstance(p, str) else p for p in passages]
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids
        first = [CLS, *asked[: self._max_tokens // 2 - 2], SEP]
        room = self._max_tokens - len(first) - 1
        pairs = [np.array([*first, *t[:room], SEP], np.int32) for t in tokens]
        return self._runtime.run(pairs, 1, second=len(first))[:, 0]

    def describe(self) -> str:
        """See `PairScorer.describe`."""
        return f"{self.name} on {self._runtime.describe()}"


def _complete(path: Path) -> tuple[Tensors, dict[str, str]]:
    """The file's tensors, over the packaged ones; raises ModelProblem where the head is missing."""
    own, metadata = read_tensors(path)
    if missing := {"head.weight", "head.bias"} - own.keys():
        raise ModelProblem(f"{path} is no cross-encoder: it lacks {', '.join(sorted(missing))}")
    packaged = package.load_tensors()
    for name in own.keys() & packaged.keys():
        if _shape(own[name]) != _shape(packaged[name]):
            raise ModelProblem(f"{path} is no MiniLM cross-encoder: {name} has another shape")
    return {**packaged, **own}, metadata


def _shape(tensor: NDArray[np.float32] | Quantised) -> tuple[int, ...]:
    return (tensor.values if isinstance(tensor, Quantised) else tensor).shape


def _dense(tensors: Tensors) -> Tensors:
    return {n: t.dense() if isinstance(t, Quantised) else t for n, t in tensors.items()}


def _pooling(path: Path, metadata: dict[str, str]) -> "Pooling":
    found = metadata.get("pooling", "mean")
    if found not in ("mean", "cls"):
        raise ModelProblem(f"{path} asks for {found} pooling; mean and cls are known")
    return "cls" if found == "cls" else "mean"
