"""What the codes of a passage tell of a question: how well its tokens match, and its best piece.

The sum of best matches of ColBERT (Khattab and Zaharia, SIGIR 2020), as a mean weighed by how rare each
token's word is here; and the cosine of the question with the passage's best sentence or entry.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.index import IndexReader
from ingest.models.late import EmbeddedQuestion, QuestionTokens, best_matches, parted
from ingest.models.pieces import Piece, pieces_of
from ingest.tokens import tokenize

FLOOR = 0.1
"""Rarity of a word that is no term: it counts a little."""
_WORD = re.compile(r"\S+")


class Matched(NamedTuple):
    """`late`: the weighted mean of the tokens' best matches, in [-1, 1]. `pieces`: the passage's.

    None and empty where the passage has no codes or the question no tokens.
    """

    late: float | None = None
    pieces: tuple[Piece, ...] = ()


def matched(text: str, asked: EmbeddedQuestion, ordinals: Sequence[int], index: IndexReader) -> list[Matched]:
    """What each passage's codes tell of the question `text`."""
    tokens = asked.tokens
    if tokens is None or not len(tokens.vectors):
        return [Matched()] * len(ordinals)
    of_tokens, of_pieces = zip(*map(parted, index.codes(ordinals)), strict=True)
    weights = token_weights(text, tokens, lambda term: index.bm25.idf(term) or index.bm25.unseen_idf)
    means = best_matches(tokens.vectors, of_tokens) @ weights
    pieces = pieces_of(asked.vector, of_pieces)
    return [
        Matched(float(mean) if code else None, found)
        for mean, code, found in zip(means, of_tokens, pieces, strict=True)
    ]


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
