"""Candidates -> the probability that each answers the query; the order of the final list.

Until a trained cross-encoder is set, a calibrated mix of cosine and BM25 takes its place: on
interview questions it orders candidates better than their fused ranks do (docs/retrieval.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelProblem
from ingest.types import Passage
from retrieval.calibration import MixCoefficients

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fused passage with what the first stages know of it.

    `cosine` is in [-1, 1]; `bm25` is the query's score, 0 where no term matches.
    """

    passage: Passage
    cosine: float
    bm25: float


class Reranker(Protocol):
    """Anything that scores candidates for a query."""

    name: str

    def score(self, query: str, candidates: Sequence[Candidate]) -> Scores:
        """Probabilities in [0, 1], one a candidate, in the candidates' order."""
        ...


class CalibratedMix:
    """Logistic regression over cosine and BM25: no model, no cost."""

    name = "calibrated mix of cosine and BM25 (no cross-encoder set)"

    def __init__(self, coefficients: MixCoefficients) -> None:
        self._coefficients = coefficients

    def score(self, query: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reranker.score`; the query's words are already in the candidates' figures."""
        c = self._coefficients
        cosine = np.array([x.cosine for x in candidates], dtype=np.float32)
        bm25 = np.array([x.bm25 for x in candidates], dtype=np.float32)
        logits = c.bias + c.cosine * cosine + c.bm25 * bm25
        return _sigmoid(logits)


class PairReranker:
    """A cross-encoder behind sentence-transformers' `CrossEncoder` interface."""

    def __init__(self, folder_or_name: str) -> None:
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(folder_or_name, device="cpu")
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ModelProblem(f"cannot load the reranker {folder_or_name}: {reason}") from error
        self.name = folder_or_name

    def score(self, query: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reranker.score`."""
        pairs = [(query, c.passage.indexed_text) for c in candidates]
        logits = self._model.predict(pairs, show_progress_bar=False, activation_fn=_identity)
        return _sigmoid(np.asarray(logits, dtype=np.float32))


def _identity(logits: Any) -> Any:
    return logits


def _sigmoid(logits: NDArray[np.float32]) -> Scores:
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)
