"""The combination's numbers: a logistic regression over the figures, every data set of equal weight."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from eval.calibrate.fit import logistic
from eval.support.measure import at_false_alarms
from eval.support.parts import Floats, Seen
from serve.support.calibration import SupportCalibration
from serve.support.figures import FIGURES, SAID

DIGITS = 4
SHARES = {"changed": 3.0, "begin": 4.0}
"""Data sets that weigh more than 1: sentences near their source, and answers from given passages, are what is
verified in production; the others are claims that people made up about an encyclopedia or the news."""

NEAR, PASSED, ALARMS = "changed", 0.02, 0.04
"""Of the sentences near their source that are no copies: the threshold lets PASSED of the false ones through,
for that is what the verifier is there to prevent, and never loses more than ALARMS of the sound ones."""


def fit(model: str, seen: Seen, names: Sequence[str] = FIGURES) -> SupportCalibration:
    """Fits on pairs whose logits the model was not trained to give, less those that need no figures.

    A figure whose weight comes out against its meaning is left out and the rest fitted again: on
    few hundred pairs a rare check can seem to speak for a claim.
    """
    seen = seen.of(~seen.copied)
    used = [n for n in names if seen.column(n).std() > 0]
    while True:
        columns = np.stack([seen.column(n) for n in used], axis=1)
        found = logistic(columns, seen.supported.astype(float), balanced(seen))
        wrong = [n for n, w in zip(used, found.weights, strict=True) if w * _direction(n) < 0]
        if not wrong:
            break
        used = [n for n in used if n not in wrong]
    weights = {n: round(float(w), DIGITS) for n, w in zip(used, found.weights, strict=True)}
    fitted = SupportCalibration(model, round(found.bias, DIGITS), weights, 0.5)
    return replace(fitted, supported_from=round(_threshold(probabilities(fitted, seen), seen), DIGITS))


def _threshold(scores: Floats, seen: Seen) -> float:
    near = np.array([p.source == NEAR for p in seen.pairs])
    chosen = near if near.any() else ~near
    passed = float(np.quantile(scores[chosen & ~seen.supported], 1 - PASSED))
    return min(passed, at_false_alarms(scores[chosen], seen.supported[chosen], ALARMS))


def probabilities(calibration: SupportCalibration, seen: Seen) -> Floats:
    """float[n]: what the product's verdicts would say."""
    logits = calibration.bias + sum(w * seen.column(n) for n, w in calibration.weights.items())
    return np.where(seen.copied, 1.0, 1 / (1 + np.exp(-logits)))


def balanced(seen: Seen) -> Floats:
    """float[n]: each source weighs its share, and either of its two sides the same."""
    keys = [(p.source, p.supported) for p in seen.pairs]
    count = {key: keys.count(key) for key in set(keys)}
    return np.array([SHARES.get(source, 1.0) / count[source, side] for source, side in keys])


def _direction(name: str) -> int:
    return 1 if name in SAID else -1
