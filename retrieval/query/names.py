"""Names in a question: what people do not paraphrase.

A question may say "cut" where the material says "reduce", but it calls HNSW, Kubernetes or GPT-4 by
their names. A name that the evidence lacks therefore tells much more than a missing word does.
"""

import re
from collections.abc import Collection

from ingest.tokens import tokenize

_WORD = re.compile(r"[^\W_]+(?:[.\-][^\W_]+)*")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|[^\W\d_][A-Z]")
"""Letters with digits, or a capital inside: GPT4, e5-large, vLLM, RAG."""
_ENDINGS = ("s", "es", "ies", "d", "ed", "ing", "ly", "er", "ers", "ness")


def named_terms(question: str, known: Collection[str]) -> list[str]:
    """The indexed terms of the question's names; `known` are words that are no names in lower case.

    Capitals tell nothing of a question that is written in capitals or as a title.
    """
    words = _WORD.findall(question)
    shouted = sum(w[0].isupper() for w in words) > len(words) / 2
    found = [w for i, w in enumerate(words) if _is_name(w, i, shouted, known)]
    return [term for w in found for term in tokenize(w)[-1:]]


def _is_name(word: str, place: int, shouted: bool, known: Collection[str]) -> bool:
    letters = word.replace("-", "").replace(".", "")
    if letters.isdigit() or len(letters) < 2:
        return False
    if letters.isalpha() and word.casefold() not in known and "-" not in word:
        return not _inflected(word.casefold(), known)
    if shouted:
        return any(c.isdigit() for c in letters)
    return bool(_MIXED.search(word)) or (place > 0 and word[0].isupper())


def _inflected(word: str, known: Collection[str]) -> bool:
    """A plural, a past tense or the like of a known word."""
    cut = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]
    bases = {form for base in cut for form in (base, base + "e", base + "y", base[:-1])}
    return any(len(base) > 2 and base in known for base in bases)
