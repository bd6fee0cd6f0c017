"""What the product's early stop spares and costs: the same candidates, read whole and as it reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibrate.observe import Observation
from ingest.models import PassageTokens
from ingest.models.pairs import Scores
from ingest.models.pieces import Piece
from ingest.types import Passage
from retrieval.calibration import MixCoefficients
from retrieval.rerank import KEPT, CalibratedCrossEncoder, Candidate


@dataclass(frozen=True, slots=True)
class Reading:
    """Of answerable questions: passages read of those there are, the share whose first KEPT stay the same in
    the same order, and the mean reciprocal rank with everything read and with the early stop.
    """

    read: float
    same: float
    whole: float
    stopped: float


class _Remembered:
    """A cross-encoder whose logits are known; a passage's text is its number."""

    def __init__(self, logits: Sequence[float]) -> None:
        self.name = "remembered"
        self.read = 0
        self._logits = logits

    def score(self, question: str, passages: Sequence[str | PassageTokens]) -> Scores:
        """See `PairScorer.score`."""
        self.read += len(passages)
        return np.array([self._logits[int(str(p))] for p in passages], np.float32)

    def describe(self) -> str:
        """See `PairScorer.describe`."""
        return self.name


def reading(observations: Iterable[Observation], mix: MixCoefficients) -> Reading:
    """Asks the reranker that serves, with the observed logits."""
    asked = [o for o in observations if o.kind == "answerable" and o.candidates]
    rows = []
    for o in asked:
        scorer = _Remembered([c.logit for c in o.candidates])
        stopped = _order(o, CalibratedCrossEncoder(scorer, mix))
        read = scorer.read / len(o.candidates)
        whole = _order(o, CalibratedCrossEncoder(scorer, mix, kept=len(o.candidates)))
        same = stopped[:KEPT] == whole[:KEPT]
        rows.append((read, same, _reciprocal(o, whole), _reciprocal(o, stopped)))
    return Reading(*map(float, np.mean(np.array(rows, float), axis=0)))


def _order(o: Observation, reranker: CalibratedCrossEncoder) -> list[int]:
    passages = [Passage(str(n), "", "", 0, 0, str(n), "paragraph") for n in range(len(o.candidates))]
    some = [
        Candidate(p, c.cosine, c.bm25, c.late, (Piece(0, len(p.text), c.piece),))
        for p, c in zip(passages, o.candidates, strict=True)
    ]
    return [int(i) for i in np.argsort(-reranker.score("", some), kind="stable")]


def _reciprocal(o: Observation, order: Sequence[int]) -> float:
    rank = next((n for n, i in enumerate(order, start=1) if o.candidates[i].right), 0)
    return 1 / rank if rank else 0.0
