"""Training the classifier of questions: grams and the question's own embedding, in one linear model."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from eval.guards import texts
from eval.guards.fit import Floats, logistic, matrix, share_above, write
from eval.guards.texts import Labelled, Part
from ingest.models import Embedder

LOOSE = 3.0
ALARMS = 0.005
"""Share of the guides' questions above the threshold: half of what is promised, where it is tuned."""
HARD_ALARMS = 0.05
"""Share of the written hard questions above it."""


def train(data: Path, path: Path, embedder: Embedder) -> dict[str, float]:
    """Fits, chooses the thresholds, writes the file; returns its numbers."""
    fitted = examples(data, "fit")
    grams, vectors = matrix([f.text for f in fitted]), embedder.embed_queries([f.text for f in fitted])
    weights = np.array([f.weight for f in fitted])
    attack = np.array([f.attack for f in fitted])
    coefficients, bias = logistic(sp.hstack([grams, vectors]).tocsr(), attack, weights, LOOSE)
    words, dense = np.split(coefficients, [grams.shape[1]])
    numbers = {"bias": bias} | _thresholds(examples(data, "tune"), words, dense, bias, embedder)
    write(path, {"words": words, "dense": dense}, numbers)
    return numbers


def examples(data: Path, part: Part) -> list[Labelled]:
    """Attacks and ordinary questions of one part."""
    return [*texts.attacks(data, part), *texts.written_attacks(part), *texts.ordinary(data, part)]


def _thresholds(
    tuned: Sequence[Labelled], words: Floats, dense: Floats, bias: float, embedder: Embedder
) -> dict[str, float]:
    """`flag` keeps to both alarm rates; `block` lies above every ordinary question that was tuned on."""
    scores = matrix([t.text for t in tuned]) @ words + bias
    scores += embedder.embed_queries([t.text for t in tuned]) @ dense
    of = {k: np.array([t.kind == k and not t.attack for t in tuned]) for k in ("guides", "written")}
    flag = max(share_above(scores[of["guides"]], ALARMS), share_above(scores[of["written"]], HARD_ALARMS))
    highest = float(scores[~np.array([t.attack for t in tuned])].max())
    return {"flag": flag, "block": max(flag, highest) + 0.5}
