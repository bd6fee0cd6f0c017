"""Strengths on the Elo scale, fitted to all duels at once, with bootstrap intervals."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from eval.pairwise.types import Duel, Rating
from eval.runs.errors import Incomparable

MEAN = 1000.0
SCALE = 400 / math.log(10)
"""Elo points to one unit of the natural logarithm of the odds: 400 points are odds of 10 to 1."""

RESAMPLES = 1000
SEED = 0
Matrix = NDArray[np.float64]


def ratings(duels: Sequence[Duel], resamples: int = RESAMPLES, seed: int = SEED) -> list[Rating]:
    """The configurations, strongest first, with 95% intervals; their mean is 1000.

    Elo (The Rating of Chessplayers, 1978) has i beat j with probability 1 / (1 + 10^((Rj - Ri) / 400)),
    which is the model of Bradley and Terry (Biometrika, 1952). Elo's own updates, one game after the
    other, depend on the order of the games; here the ratings are the model's maximum-likelihood fit, as
    Chatbot Arena computes them (Chiang et al., 2024), in which no order is left. A tie is half a win for
    each. The intervals draw questions with replacement, each with all duels on it, since those of one
    question are not independent (percentile bootstrap; Efron and Tibshirani, 1993).

    Where some configuration never lost, or only ever lost, the likelihood has no finite maximum (Ford,
    American Mathematical Monthly, 1957): each two that met are given one tie more.

    Raises Incomparable where the duels fall into groups that never met: no scale holds both.
    """
    names = sorted({name for d in duels for name in (d.first, d.second)})
    wins = _wins(duels, names)
    met = _games(wins.sum(0)) > 0
    if connected_components(met, directed=False, return_labels=False) > 1:
        raise Incomparable("some configurations never met, not even through others: there is no common scale")
    prior = met / 2
    value = fit(wins.sum(0)[None] + prior)[0]
    rows = np.random.default_rng(seed).integers(len(wins), size=(resamples, len(wins)))
    counts = np.stack([np.bincount(row, minlength=len(wins)) for row in rows])
    low, high = np.quantile(fit(np.tensordot(counts, wins, 1) + prior), (0.025, 0.975), axis=0)
    found = [Rating(n, *map(float, r)) for n, *r in zip(names, value, low, high, strict=True)]
    return sorted(found, key=lambda r: (-r.elo, r.name))


def fit(wins: Matrix) -> Matrix:
    """float[batch, n, n], wins of the row over the column -> float[batch, n] Elo ratings with mean 1000.

    Newton's method on the concave log-likelihood; a step is at most 2 in log-odds, lest the first
    one overshoots where one side won nearly everything.
    """
    batch, n, _ = wins.shape
    games, won = _games(wins), wins.sum(2)
    theta = np.zeros((batch, n))
    for _ in range(100):
        p = 1 / (1 + np.exp(theta[:, None, :] - theta[:, :, None]))
        weight = games * p * (1 - p)
        # The likelihood knows differences alone: the added ones pin the mean.
        curvature = np.eye(n) * weight.sum(2)[:, None, :] - weight + 1 / n
        step = np.linalg.solve(curvature, (won - (games * p).sum(2))[:, :, None])[:, :, 0]
        largest = np.abs(step).max(1, keepdims=True)
        theta += step * np.minimum(1, 2 / np.maximum(largest, 1e-12))
        if largest.max() < 1e-9:
            break
    return np.asarray(MEAN + SCALE * (theta - theta.mean(1, keepdims=True)))


def _games(wins: Matrix) -> Matrix:
    """How often each two met."""
    return np.asarray(wins + np.swapaxes(wins, -1, -2))


def _wins(duels: Sequence[Duel], names: Sequence[str]) -> Matrix:
    """float[questions, n, n]: on each question, wins of the row over the column; a tie is half a win."""
    questions = sorted({d.question for d in duels})
    row = {q: i for i, q in enumerate(questions)}
    place = {name: i for i, name in enumerate(names)}
    wins = np.zeros((len(questions), len(names), len(names)))
    for d in duels:
        one, other = place[d.first], place[d.second]
        wins[row[d.question], one, other] += (1 + d.won) / 2
        wins[row[d.question], other, one] += (1 - d.won) / 2
    return wins
