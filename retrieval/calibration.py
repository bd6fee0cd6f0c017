"""Fitted numbers of the ranking and of the refusal, read from `calibration.json` beside this file.

The file is written by `rag-eval calibrate`, which says on what data; nothing in it is set by hand.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MixCoefficients:
    """P(passage answers) = sigmoid(bias + cosine * cos + bm25 * score)."""

    bias: float
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class ConfidenceCoefficients:
    """P(evidence answers) = sigmoid(bias + sum of weight * figure)."""

    bias: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything that was fitted, with the threshold below which a question is refused."""

    mix: MixCoefficients
    confidence: ConfidenceCoefficients
    refuse_below: float


@cache
def load_calibration() -> Calibration:
    """The committed calibration."""
    raw = json.loads(Path(__file__).with_name("calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        MixCoefficients(**raw["mix"]), ConfidenceCoefficients(**raw["confidence"]), raw["refuse_below"]
    )
