"""Reciprocal rank fusion: the ranking formula of the hybrid search.

Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
Learning Methods", SIGIR 2009. Ranks need no common scale, so cosine and BM25 can be fused as they are.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

RANK_CONSTANT = 60
"""The paper's k: how much a first place counts beyond a second one."""


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[Key]], weights: Mapping[str, float], k: int = RANK_CONSTANT
) -> list[tuple[Key, float]]:
    """Fuses rankings (best first, each key at most once a ranking) into one, best first.

    score(key) = sum over rankings of weight / (k + rank), ranks counted from 1. A ranking without
    an entry in `weights` weighs 1. Ties keep the order in which keys were first seen.
    """
    scores: dict[Key, float] = {}
    for name, ranking in rankings.items():
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + weights.get(name, 1.0) / (k + rank)
    return sorted(scores.items(), key=lambda item: -item[1])
