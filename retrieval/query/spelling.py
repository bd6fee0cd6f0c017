"""Typing errors mended from the corpus's own vocabulary.

A word is left alone when the corpus or the embedding model's word list knows it; otherwise the
corpus word within one edit (two for long words; a swap of neighbours counts as one) replaces it.
"""

import re
from collections.abc import Collection, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W\d_]{4,}")
LONG_WORD = 8
MAX_EDITS = 2


def correct(
    question: str, frequency: Mapping[str, int], known: Collection[str]
) -> tuple[str, dict[str, str]]:
    """The question with unknown words replaced, and what was replaced by what.

    `frequency`: lower-case corpus word -> number of passages with it. `known`: other words that
    are no typing errors.
    """
    replaced: dict[str, str] = {}

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        better = _correction(word.casefold(), frequency, known)
        if not better:
            return word
        replaced[word] = better
        return better

    return _WORD.sub(mend, question), replaced


def _correction(word: str, frequency: Mapping[str, int], known: Collection[str]) -> str:
    if word in frequency or word in known:
        return ""
    edits = MAX_EDITS if len(word) >= LONG_WORD else 1
    words = [w for w in frequency if abs(len(w) - len(word)) <= edits and len(w) >= 4]
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
    # Few people mistype the first letter, and a plural is not a typing error of its singular.
    near = [(w, d) for w, d, _ in found if w[0] == word[0] or d == 1]
    if not near or word in {w + "s" for w, _ in near}:
        return ""
    return min(near, key=lambda item: (item[1], item[0][0] != word[0], -frequency[item[0]]))[0]
