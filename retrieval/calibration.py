"""Fitted numbers of the ranking and of the refusal, read from `calibration.json` beside this file.

The file is written by `rag-eval calibrate` (docs/calibration.md says on what data); nothing in it
is set by hand. It holds a set of numbers for each reranker that they were fitted with: `none` is
none, and the name of a cross-encoder is the one that its file carries.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NO_CROSS_ENCODER = "none"
FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class MixCoefficients:
    """P(passage answers) = sigmoid(bias + the figures, each times its coefficient).

    The figures are the cosine, the BM25 score, `late` interaction, the best `piece`'s cosine and the
    cross-encoder's `logit`. Half of the candidates lie below the logit `middling`, the late interaction
    `usual_late` and the best piece's cosine `usual_piece`.
    """

    bias: float
    cosine: float
    bm25: float
    late: float = 0.0
    usual_late: float = 0.0
    piece: float = 0.0
    usual_piece: float = 0.0
    logit: float = 0.0
    middling: float = 0.0


@dataclass(frozen=True, slots=True)
class ConfidenceCoefficients:
    """P(evidence answers) = sigmoid(bias + sum of weight * figure)."""

    bias: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything that was fitted with one reranker; below `refuse_below` a question is refused."""

    reranker: str
    mix: MixCoefficients
    confidence: ConfidenceCoefficients
    refuse_below: float


@cache
def load_calibration(reranker: str = NO_CROSS_ENCODER) -> Calibration:
    """The set fitted with this reranker, else the one without any.

    The latter's confidence rests on figures of the first stages alone, so that it holds for the
    order of a foreign cross-encoder as well; its `mix` says nothing of that one's logits.
    """
    found = calibrations(json.loads(FILE.read_text(encoding="utf-8")))
    return found.get(reranker, found[NO_CROSS_ENCODER])


def calibrations(raw: Mapping[str, Any]) -> dict[str, Calibration]:
    """The sets of the file's JSON by reranker."""
    return {
        s["reranker"]: Calibration(
            s["reranker"],
            MixCoefficients(**s["mix"]),
            ConfidenceCoefficients(**s["confidence"]),
            s["refuse_below"],
        )
        for s in raw["sets"]
    }
