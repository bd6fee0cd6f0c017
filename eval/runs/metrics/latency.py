"""How long the stages take."""

from collections.abc import Mapping, Sequence

import numpy as np


def percentiles(timings: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Stage -> its 50th and 95th percentile over those answers that went through it, in milliseconds."""
    stages = dict.fromkeys(stage for t in timings for stage in t)
    return {stage: _two([t[stage] for t in timings if stage in t]) for stage in stages}


def _two(milliseconds: Sequence[float]) -> dict[str, float]:
    middle, high = np.percentile(milliseconds, (50, 95))
    return {"p50": round(float(middle), 2), "p95": round(float(high), 2)}
