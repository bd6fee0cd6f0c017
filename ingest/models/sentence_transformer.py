"""Any other model, by hub name or folder, through sentence-transformers: imports torch when built."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ingest.errors import ModelProblem
from ingest.models.embedder import Vectors
from ingest.models.pairs import PassageTokens, Scores

Model = TypeVar("Model")

PREFIXES = (
    (r"e5.*instruct", "Instruct: Retrieve passages that answer the question\nQuery: ", ""),
    (r"(^|\W)(multilingual-)?e5", "query: ", "passage: "),
    (r"bge-(m3|reranker)", "", ""),
    (r"bge-.*zh", "为这个句子生成表示以用于检索相关文章：", ""),
    (r"bge-", "Represent this sentence for searching relevant passages: ", ""),
)
"""(name, query prefix, passage prefix) from the E5 and BGE model cards; the first match counts."""


def prefixes(model: str) -> tuple[str, str]:
    """The (query, passage) prefixes of a model's family, from the last part of its name."""
    name = Path(model).name.casefold()
    return next(((q, p) for pattern, q, p in PREFIXES if re.search(pattern, name)), ("", ""))


class SentenceTransformersEmbedder:
    """Any bi-encoder. The name holds a fingerprint of its weights and of the passage prefix."""

    def __init__(
        self, model: str, query_prefix: str | None = None, passage_prefix: str | None = None
    ) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = _loaded(model, lambda: SentenceTransformer(model, device="cpu"))
        query, passage = prefixes(model)
        self._query = query if query_prefix is None else query_prefix
        self._passage = passage if passage_prefix is None else passage_prefix
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.name = f"{Path(model).name}@{fingerprint(self._model, self._passage)}"

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_queries`; E5 and BGE get their prefix."""
        return self._encode([self._query + t for t in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_passages`."""
        return self._encode([self._passage + t for t in texts])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder.count_tokens`."""
        if not texts:
            return []
        ids = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)["input_ids"]
        return [len(row) for row in ids]

    def describe(self) -> str:
        """See `Embedder.describe`."""
        return f"{self.name} on sentence-transformers, f32"

    def _encode(self, texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        # It sorts by length itself, and pads to the longest of a batch only.
        return np.asarray(self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False))


class SentenceTransformersPairScorer:
    """Any cross-encoder with one output, such as `cross-encoder/ms-marco-MiniLM-L6-v2` or a BGE reranker.

    Of an entailment model's several outputs it gives the log-odds of entailment.
    """

    def __init__(self, model: str) -> None:
        from sentence_transformers import CrossEncoder

        self._model = _loaded(model, lambda: CrossEncoder(model, device="cpu", activation_fn=_logits))
        self._entailment = _entailment(self._model.config.id2label)
        if self._model.num_labels != 1 and self._entailment is None:
            raise ModelProblem(f"the cross-encoder {model} gives {self._model.num_labels} scores, not one")
        self.name = Path(model).name

    def score(self, question: str, passages: Sequence[str | PassageTokens]) -> Scores:
        """See `PairScorer.score`; raises TypeError for tokens, which are another model's."""
        if not all(isinstance(p, str) for p in passages):
            raise TypeError("a sentence-transformers model takes texts, not tokens")
        return self.score_pairs([question] * len(passages), [str(p) for p in passages])

    def score_pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> Scores:
        """float32[n]: a logit for each first text with its own second."""
        pairs = list(zip(firsts, seconds, strict=True))
        found = np.asarray(self._model.predict(pairs, show_progress_bar=False) if pairs else [], np.float32)
        return found if found.ndim == 1 else _log_odds(found, self._entailment or 0)

    def describe(self) -> str:
        """See `PairScorer.describe`."""
        return f"{self.name} on sentence-transformers, f32"


def _entailment(labels: Mapping[int, str]) -> int | None:
    """The output that says "entailment", if one does."""
    return next((i for i, name in labels.items() if name.casefold() == "entailment"), None)


def _log_odds(logits: Scores, label: int) -> Scores:
    """log(p / (1 - p)) of one label under a softmax: float32[n, labels] -> float32[n]."""
    others = np.delete(logits, label, axis=1)
    return np.asarray(logits[:, label] - np.logaddexp.reduce(others, axis=1), np.float32)


def fingerprint(model: Any, passage_prefix: str) -> str:
    """Twelve hex digits of what shapes a passage's vector: weights (sampled), length limit, prefix."""
    digest = sha256(f"{model.get_max_seq_length()} {passage_prefix}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.flatten()[:64].tolist()}".encode())
    return digest.hexdigest()[:12]


def _logits(scores: Any) -> Any:
    """In place of the model's own activation, which is a sigmoid for some and nothing for others."""
    return scores


def _loaded(model: str, load: Callable[[], Model]) -> Model:
    # Unless an application listens, what the library logs on the way to an error stays unsaid.
    logging.getLogger("sentence_transformers").addHandler(logging.NullHandler())
    try:
        return load()
    except (OSError, ValueError, RuntimeError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise ModelProblem(f"cannot load the model {model}: {reason}") from error
