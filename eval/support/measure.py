"""Measures of a two-way verdict: plain functions over scores and labels."""

import numpy as np
from numpy.typing import NDArray

from eval.calibrate.report import auc

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
BINS = 10


def roc_auc(scores: Floats, supported: Bools) -> float:
    """The chance that a supported claim scores above an unsupported one, ties counting half."""
    return auc(list(scores[supported]), list(scores[~supported]))


def balanced_accuracy(scores: Floats, supported: Bools, least: float) -> float:
    """The mean of the shares judged right among the supported and among the unsupported."""
    said = scores >= least
    return float((said[supported].mean() + (~said[~supported]).mean()) / 2)


def best_threshold(scores: Floats, supported: Bools, weights: Floats) -> float:
    """The score from which "supported" is said with the highest weighted accuracy."""
    order = np.argsort(scores)
    signed = np.where(supported, weights, -weights)[order]
    # Saying "supported" from place i on: everything before is said to be unsupported.
    gain = np.concatenate([[0.0], np.cumsum(-signed)])
    edges = np.concatenate([[scores.min() - 1e-6], scores[order], [scores.max() + 1e-6]])
    at = int(np.argmax(np.where(np.diff(edges) > 0, gain, -np.inf)))  # equal scores are not told apart
    return float((edges[at] + edges[at + 1]) / 2)


def calibration_error(probabilities: Floats, supported: Bools) -> float:
    """Expected calibration error over equal-width bins (Guo et al., ICML 2017)."""
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    gaps = [
        (bins == b).mean() * abs(probabilities[bins == b].mean() - supported[bins == b].mean())
        for b in range(BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def at_false_alarms(scores: Floats, supported: Bools, alarms: float) -> float:
    """The highest threshold under which at most this share of supported claims falls."""
    sound = np.sort(scores[supported])
    return float(sound[int(alarms * len(sound))])
