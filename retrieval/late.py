"""How well a passage's tokens match the question's, each weighed by how rare its word is here.

The sum of best matches of ColBERT (Khattab and Zaharia, SIGIR 2020), as a weighted mean.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.index import IndexReader
from ingest.models.late import QuestionTokens, best_matches
from ingest.tokens import tokenize

FLOOR = 0.1
"""Rarity of a word that is no term: it counts a little."""
_WORD = re.compile(r"\S+")


def late_interaction(
    text: str, tokens: QuestionTokens | None, ordinals: Sequence[int], index: IndexReader
) -> list[float | None]:
    """Of each passage the weighted mean of the tokens' best matches, in [-1, 1]; None where it has no codes.

    `text` is the question that the tokens are of.
    """
    if tokens is None or not len(tokens.vectors):
        return [None] * len(ordinals)
    codes = index.codes(ordinals)
    weights = token_weights(text, tokens, lambda term: index.bm25.idf(term) or index.bm25.unseen_idf)
    means = best_matches(tokens.vectors, codes) @ weights
    return [float(mean) if code else None for mean, code in zip(means, codes, strict=True)]


def token_weights(text: str, tokens: QuestionTokens, rarity: Callable[[str], float]) -> NDArray[np.float32]:
    """float32[n], sum 1: (FLOOR + the rarity of the token's word) ** power * the token's importance."""
    rare = np.array(word_rarities(text, tokens.spans, rarity), np.float32)
    weights = (rare + FLOOR) ** tokens.power * tokens.importance
    return np.asarray(weights / weights.sum(), np.float32)


def word_rarities(text: str, spans: Sequence[tuple[int, int]], rarity: Callable[[str], float]) -> list[float]:
    """For each span that of its word: the rarest of the word's terms, 0 where it has none."""
    words = [
        (m.start(), m.end(), max(map(rarity, tokenize(m[0])), default=0.0)) for m in _WORD.finditer(text)
    ]
    return [next((r for s, e, r in words if s <= start and end <= e), 0.0) for start, end in spans]
