"""Measures of a ranked list, and how sure their differences are: plain functions.

A ranking comes as booleans, best first: whether each result is relevant. `total` is the number of
relevant results that there are, found or not. All values lie in [0, 1].
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def reciprocal_rank(relevant: Sequence[bool], k: int) -> float:
    """1 / rank of the first relevant result, counted from 1; 0 where the top k hold none.

    Its mean over questions is MRR@k (Voorhees, "The TREC-8 Question Answering Track Report", 1999).
    """
    return next((1 / rank for rank, found in enumerate(relevant[:k], start=1) if found), 0.0)


def recall(relevant: Sequence[bool], total: int, k: int) -> float:
    """The share of the relevant results that the top k hold (Manning et al., IIR, 2008, ch. 8)."""
    return sum(relevant[:k]) / total


def ndcg(relevant: Sequence[bool], total: int, k: int) -> float:
    """Gain 1 / log2(1 + rank) of the relevant results in the top k, over that of a perfect order.

    Järvelin and Kekäläinen, "Cumulated Gain-based Evaluation of IR Techniques", TOIS 2002.
    """
    gains = [1 / math.log2(1 + rank) for rank in range(1, k + 1)]
    gained = sum(gain for gain, found in zip(gains, relevant, strict=False) if found)
    return gained / sum(gains[:total])


def wilson(successes: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """The score interval of a share, which is sound where none or all of the trials succeeded.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 1927.
    """
    share, weight = successes / trials, z * z / trials
    middle = (share + weight / 2) / (1 + weight)
    reach = math.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def macro(strata: Sequence[NDArray[np.float64]]) -> float:
    """The mean of the strata's means, each float[questions]: a large one does not outvote the rest."""
    return float(np.mean([values.mean() for values in strata]))


def bootstrap(
    strata: Sequence[NDArray[np.float64]], resamples: int = 1000, seed: int = 0, level: float = 0.95
) -> tuple[float, float]:
    """The percentile interval of `macro`, questions drawn with replacement inside each stratum.

    Given paired differences, it is the interval of the difference of two systems (Efron and
    Tibshirani, "An Introduction to the Bootstrap", 1993; Sakai, SIGIR 2006).
    """
    rng = np.random.default_rng(seed)
    means = [v[rng.integers(len(v), size=(resamples, len(v)))].mean(1) for v in strata]
    low, high = np.quantile(np.mean(means, axis=0), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
