"""(question, passage) -> the logit that the passage answers: a trained cross-encoder on OpenVINO."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelProblem
from ingest.models import package
from ingest.models.weights import Array, Tensors, quantised, read_tensors

if TYPE_CHECKING:
    from ingest.models.bert import Pooling
    from ingest.models.runtime import Precision
    from ingest.models.sentence_transformer import SentenceTransformersPairScorer

Scores = NDArray[np.float32]
PassageTokens = NDArray[np.uint16]
"""A passage's word pieces without special tokens; the vocabulary's 30,522 ids fit into 16 bits."""

CLS, SEP = 101, 102
HEAD = {"head.weight": (1, package.DIMENSION), "head.bias": (1,)}


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
    `precision="int8"` multiplies bytes: for processors without bf16, at some cost in accuracy
    (docs/adr/0003-inference-runtime.md).
    """

    def __init__(self, path: Path, precision: "Precision" = "auto", threads: int = 0) -> None:
        from ingest.models.bert import pair_encoder
        from ingest.models.runtime import Runtime

        tensors, metadata = _complete(path)
        self.name = metadata.get("name") or path.stem
        self._max_tokens = int(metadata.get("max_tokens", package.MAX_TOKENS))
        self._tensors = _in_bytes(tensors) if precision == "int8" else tensors
        graph = pair_encoder(self._tensors, package.HEADS, _pooling(path, metadata))
        self._runtime = Runtime(graph, precision, threads)
        self._tokenizer = package.load_tokenizer()

    def tokenise(self, passages: Sequence[str]) -> list[PassageTokens]:
        """Word pieces to store with an index; `score` takes them in place of the text."""
        encodings = self._tokenizer.encode_batch_fast(list(passages), add_special_tokens=False)
        return [np.array(e.ids[: self._max_tokens], np.uint16) for e in encodings]

    def score(self, question: str, passages: Sequence[str | PassageTokens]) -> Scores:
        """See `PairScorer.score`."""
        texts = iter(self.tokenise([p for p in passages if isinstance(p, str)]))
        tokens = [next(texts) if isinstance(p, str) else p for p in passages]
        return self._score(self.tokenise([question]) * len(tokens), tokens)

    def score_pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> Scores:
        """float32[n]: a logit for each first text with its own second."""
        tokens = self.tokenise([*firsts, *seconds])
        return self._score(tokens[: len(firsts)], tokens[len(firsts) :])

    def _score(self, firsts: Sequence[PassageTokens], seconds: Sequence[PassageTokens]) -> Scores:
        heads = [[CLS, *f[: self._max_tokens // 2 - 2], SEP] for f in firsts]
        rooms = [self._max_tokens - len(h) - 1 for h in heads]
        rows = zip(heads, seconds, rooms, strict=True)
        pairs = [np.array([*head, *tokens[:room], SEP], np.int32) for head, tokens, room in rows]
        return self._runtime.run(pairs, 1, [len(h) for h in heads])[:, 0]

    def describe(self) -> str:
        """See `PairScorer.describe`."""
        return f"{self.name} on {self._runtime.describe()}"


def load_pair_scorer(name: str) -> "OpenVinoPairScorer | SentenceTransformersPairScorer":
    """A cross-encoder by `.safetensors` file, folder or hub name; raises ModelProblem.

    A file, or the only one of a folder without `config.json`, is read as `OpenVinoPairScorer` says;
    everything else is left to sentence-transformers.
    """
    if path := _own_file(Path(name)):
        return OpenVinoPairScorer(path)
    from ingest.models.sentence_transformer import SentenceTransformersPairScorer

    return SentenceTransformersPairScorer(name)


def _own_file(path: Path) -> Path | None:
    if path.suffix == ".safetensors":
        return path
    files = [] if (path / "config.json").exists() else list(path.glob("*.safetensors"))
    return files[0] if len(files) == 1 else None


def _complete(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    """The file's tensors, over the packaged ones; raises ModelProblem where they do not fit."""
    own, metadata = read_tensors(path)
    if missing := HEAD.keys() - own.keys():
        raise ModelProblem(f"{path} is no cross-encoder: it lacks {', '.join(sorted(missing))}")
    packaged = package.load_tensors()
    shapes = {n: t.shape for n, t in packaged.items()} | HEAD
    for name in own.keys() & shapes.keys():
        if own[name].shape != shapes[name]:
            raise ModelProblem(f"{path} is no MiniLM cross-encoder: {name} has another shape")
    return {**packaged, **own}, metadata


def _in_bytes(tensors: dict[str, Array]) -> Tensors:
    """The encoder's matrices quantised; embeddings are looked up, not multiplied."""
    return {n: quantised(t) if n.startswith("encoder.") and t.ndim == 2 else t for n, t in tensors.items()}


def _pooling(path: Path, metadata: dict[str, str]) -> "Pooling":
    found = metadata.get("pooling", "mean")
    if found not in ("mean", "cls"):
        raise ModelProblem(f"{path} asks for {found} pooling; mean and cls are known")
    return "cls" if found == "cls" else "mean"
