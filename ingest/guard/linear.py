"""A linear model over a text's grams and, where there is one, its embedding; read from a small file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.guard.grams import grams
from ingest.models.weights import read_tensors

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """score = bias + grams . `words` + dense . `dense`; `numbers` are thresholds fitted with it.

    `words` is float32[2 * WIDTH]; `dense` is float32[n], empty for a model of grams alone.
    """

    words: Floats
    dense: Floats
    numbers: Mapping[str, float]

    def of_words(self, text: str) -> float:
        """The share of the score that the text alone gives, in log-odds."""
        places, values = grams(text)
        return self.numbers["bias"] + float(self.words[places] @ values)

    def of_dense(self, dense: Floats) -> NDArray[np.float64]:
        """The share of float32[rows, n] dense features, in log-odds: float64[rows]."""
        return np.asarray(dense @ self.dense, np.float64)


@cache
def load_linear(path: Path) -> LinearModel:
    """Reads a file that `rag-eval train guard` wrote; raises ModelProblem where it cannot be read."""
    tensors, metadata = read_tensors(path)
    arrays = {name: np.asarray(t) for name, t in tensors.items()}
    numbers = {name: float(value) for name, value in metadata.items()}
    return LinearModel(arrays["words"], arrays["dense"], numbers)


def probability(logit: float) -> float:
    """The logistic function, safe at either end."""
    return float(1 / (1 + np.exp(-np.clip(logit, -50, 50))))
