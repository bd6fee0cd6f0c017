"""The one sentence of the evidence that a claim is held against."""

from functools import lru_cache

from rapidfuzz.fuzz import ratio

from ingest.sentences import sentence_spans
from serve.support.overlap import word_overlap

LEAST_OVERLAP = 0.6
"""Share of the claim's terms that a sentence must hold to be on the same matter."""


def closest_sentence(claim: str, evidence: str, least: float = LEAST_OVERLAP) -> str:
    """The sentence with most of the claim's terms, or nothing where none has `least` of them.

    Among equals it is the one that is spelled most alike: a sentence's own copy before its denial.
    """
    near = [(word_overlap(claim, s), s) for s in _sentences(evidence)]
    best = max((overlap for overlap, _ in near), default=0.0)
    equals = [s for overlap, s in near if overlap == best]
    return max(equals, key=lambda s: ratio(claim, s)) if best >= least else ""


@lru_cache(maxsize=256)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(text[a:b] for a, b in sentence_spans(text))
