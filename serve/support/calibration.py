"""Fitted numbers of the verdict, read from `calibration.json` beside this file.

The file is written by `rag-eval support` (docs/models/verifier.md says on what data); nothing in it
is set by hand. It holds a set of numbers for each model they were fitted with; `none` is none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NO_MODEL = "none"
FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class SupportCalibration:
    """P(supported) = sigmoid(bias + sum of weight * figure); supported where it reaches `supported_from`."""

    model: str
    bias: float
    weights: Mapping[str, float]
    supported_from: float


@cache
def load_support_calibration(model: str) -> SupportCalibration | None:
    """The set fitted with this model, or nothing."""
    sets = json.loads(FILE.read_text(encoding="utf-8"))["sets"]
    return next((SupportCalibration(**s) for s in sets if s["model"] == model), None)
