"""Candidates -> the probability that each answers the query; the order of the final list.

The trained cross-encoder that ships reads question and passage together; its logit is weighed with
cosine, BM25, late interaction and the best piece's cosine by fitted coefficients. Without one, a calibrated
mix of the four takes its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.models import PairScorer, load_pair_scorer
from ingest.models.pieces import Piece
from ingest.types import Passage
from retrieval.calibration import NO_CROSS_ENCODER, MixCoefficients, load_calibration

Scores = NDArray[np.float32]
ROOM = 200
"""Characters of a passage that the cross-encoder reads, if its nearest piece is no longer."""
KEPT = 2
"""Candidates whose order has to be right. What else is evidence, the other figures tell as well: reading
until the first five are settled takes three times as long, for as many right ones (docs/calibration.md)."""
SHIPPED = Path(__file__).with_name("weights") / "reranker.safetensors"
"""The cross-encoder that comes with the project (docs/models/reranker.md)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fused passage with what the first stages know of it.

    `cosine` is in [-1, 1]; `bm25` is the query's score, 0 where no term matches; `late` is how well its
    tokens match the query's and `pieces` how well its sentences and entries do (`retrieval.late`), None and
    empty where the embedding model gives none.
    """

    passage: Passage
    cosine: float
    bm25: float
    late: float | None = None
    pieces: tuple[Piece, ...] = ()

    @property
    def piece(self) -> float | None:
        """The best piece's cosine."""
        return max((p.cosine for p in self.pieces), default=None)

    @property
    def excerpt(self) -> str:
        """What a cross-encoder reads: the headings and the nearest pieces, up to ROOM characters, in order.

        The whole passage where there are no pieces. Reading takes as long as what is read, and what
        lies far from the question tells it nothing (docs/calibration.md).
        """
        chosen: list[Piece] = []
        for piece in sorted(self.pieces, key=lambda p: -p.cosine):
            if not chosen or sum(p.end - p.start for p in (*chosen, piece)) <= ROOM:
                chosen.append(piece)
        words = [self.passage.text[p.start : p.end].strip() for p in sorted(chosen)]
        return self.passage.around("\n".join(words) or self.passage.text)


class Reranker(Protocol):
    """Anything that scores candidates for a query."""

    name: str

    def score(self, query: str, candidates: Sequence[Candidate]) -> Scores:
        """Probabilities in [0, 1], one a candidate, in the candidates' order."""
        ...


class CalibratedMix:
    """Logistic regression over the figures of the first stages: no model, no cost."""

    name = NO_CROSS_ENCODER

    def __init__(self, coefficients: MixCoefficients) -> None:
        self._coefficients = coefficients

    def score(self, query: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reranker.score`; the query's words are already in the candidates' figures."""
        return _sigmoid(_mixed(candidates, self._coefficients))


class CalibratedCrossEncoder:
    """A trained cross-encoder whose logit is weighed with the other figures by fitted coefficients.

    Reading is what costs, so the candidates are read by falling promise (what the others say) and no
    further once a middling logit would not lift the next one into the first `kept`. With such a
    logit counts what is not read.
    """

    def __init__(self, scorer: PairScorer, coefficients: MixCoefficients, kept: int = KEPT) -> None:
        self.name = scorer.name
        self._scorer = scorer
        self._coefficients = coefficients
        self._kept = kept

    def score(self, query: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reranker.score`."""
        c, promise = self._coefficients, _mixed(candidates, self._coefficients)
        found = promise + c.logit * c.middling
        order = np.argsort(-promise, kind="stable")
        read = 0
        while read < len(order) and self._may_rise(found[order[read]], found[order[:read]]):
            some = order[read : read + (1 if read else self._kept)]
            logits = self._scorer.score(query, [candidates[i].excerpt for i in some])
            found[some] = promise[some] + c.logit * logits
            read += len(some)
        return _sigmoid(found)

    def _may_rise(self, expected: float, read: NDArray[np.float32]) -> bool:
        """Whether the next candidate is expected above the last of those that are kept."""
        return len(read) < self._kept or bool(expected > np.partition(read, -self._kept)[-self._kept])


class PairReranker:
    """A cross-encoder alone: one that no coefficients were fitted with."""

    def __init__(self, scorer: PairScorer) -> None:
        self._scorer = scorer
        self.name = scorer.name

    def score(self, query: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reranker.score`."""
        return _sigmoid(self._scorer.score(query, [c.passage.indexed_text for c in candidates]))


def load_scorer(setting: str) -> PairScorer | None:
    """`minilm` is the shipped one, `none` is None, else a file, folder or hub name; raises ModelProblem."""
    if setting == "none":
        return None
    return load_pair_scorer(str(SHIPPED) if setting == "minilm" else setting)


def reranker_of(scorer: PairScorer | None) -> Reranker:
    """The reranker that makes the most of a scorer: with fitted coefficients where there are some."""
    calibration = load_calibration(scorer.name if scorer else NO_CROSS_ENCODER)
    if scorer is None:
        return CalibratedMix(calibration.mix)
    if calibration.reranker == scorer.name:
        return CalibratedCrossEncoder(scorer, calibration.mix)
    return PairReranker(scorer)


def _mixed(candidates: Sequence[Candidate], c: MixCoefficients) -> NDArray[np.float32]:
    cosine = np.array([x.cosine for x in candidates], dtype=np.float32)
    bm25 = np.array([x.bm25 for x in candidates], dtype=np.float32)
    late = np.array([c.usual_late if x.late is None else x.late for x in candidates], dtype=np.float32)
    piece = np.array([c.usual_piece if x.piece is None else x.piece for x in candidates], dtype=np.float32)
    mixed = c.bias + c.cosine * cosine + c.bm25 * bm25 + c.late * late + c.piece * piece
    return np.asarray(mixed, np.float32)


def _sigmoid(logits: NDArray[np.float32]) -> Scores:
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)
