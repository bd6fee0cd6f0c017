"""Fitting the guards' linear models, and writing them as the product reads them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ingest.guard.grams import WIDTH, grams

Floats = NDArray[np.float64]
MOST_STEPS = 5000


def matrix(texts: Sequence[str]) -> sp.csr_matrix:
    """float32[n, 2 * WIDTH]: a row of grams a text."""
    rows = [grams(t) for t in texts]
    places, values = (np.concatenate([row[i] for row in rows]) for i in (0, 1))
    ends = np.cumsum([0, *(len(p) for p, _ in rows)])
    return sp.csr_matrix((values, places, ends), shape=(len(texts), 2 * WIDTH))


def logistic(
    features: object, attack: NDArray[np.bool_], weights: Floats, loose: float
) -> tuple[Floats, float]:
    """Coefficients and bias of a logistic regression; `loose` is the inverse of its L2 penalty."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=loose, max_iter=MOST_STEPS).fit(features, attack, sample_weight=weights)
    return np.asarray(fitted.coef_[0], np.float64), float(fitted.intercept_[0])


def write(path: Path, tensors: Mapping[str, NDArray[np.floating]], numbers: Mapping[str, float]) -> None:
    """A safetensors file in float16 with the numbers in its metadata; the same ones give the same bytes."""
    from safetensors.numpy import save

    short = {name: tensor.astype(np.float16) for name, tensor in tensors.items()}
    raw = save(short, {name: f"{value:.6g}" for name, value in numbers.items()})
    begin = 8 + int.from_bytes(raw[:8], "little")
    # The library writes the header in another order each time.
    header = json.dumps(json.loads(raw[8:begin]), sort_keys=True).encode()
    header += b" " * (-len(header) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(header).to_bytes(8, "little") + header + raw[begin:])


def share_above(scores: Floats, most: float) -> float:
    """The least threshold that at most this share of the scores lies above or at."""
    ordered = np.sort(scores)[::-1]
    allowed = int(most * len(ordered))
    return float(ordered[allowed] + 1e-4) if allowed < len(ordered) else float(ordered[-1])
