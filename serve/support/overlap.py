"""How much of a claim's wording stands in its evidence: shares between 0 and 1, of content terms.

A claim without content terms ("It does.") says nothing that could be shown, and has a share of 0.
"""

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from ingest.tokens import plain_terms

REACH = 4
"""Terms of the evidence within which a pair of the claim's has to follow each other."""


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[str, ...]:
    """Content terms in order: a hyphenated word counts by its parts."""
    return tuple(plain_terms(text))


def word_overlap(claim: str, evidence: str) -> float:
    """Share of the claim's distinct terms that the evidence holds."""
    said = set(terms(claim))
    return len(said.intersection(terms(evidence))) / max(1, len(said))


def bigram_overlap(claim: str, evidence: str) -> float:
    """Share of the claim's adjacent pairs that stand near each other, in this order, in the evidence.

    A claim of one term has no pairs and is judged by its word.
    """
    pairs = set(pairwise(terms(claim)))
    return len(pairs & _near_pairs(evidence)) / len(pairs) if pairs else word_overlap(claim, evidence)


@lru_cache(maxsize=1024)
def _near_pairs(text: str) -> frozenset[tuple[str, str]]:
    """Every two terms that stand at most REACH apart, in order."""
    found = terms(text)
    return frozenset((a, b) for i, a in enumerate(found) for b in found[i + 1 : i + 1 + REACH])


def longest_run(claim: str, evidence: str) -> float:
    """Length of the longest run of terms that both hold, over the claim's length."""
    said = terms(claim)
    places = defaultdict(list)
    for at, term in enumerate(terms(evidence)):
        places[term].append(at)
    longest, ending = 0, dict[int, int]()
    for term in said:
        ending = {at: ending.get(at - 1, 0) + 1 for at in places.get(term, ())}
        longest = max(longest, *ending.values(), 0)
    return longest / max(1, len(said))
