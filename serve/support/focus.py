"""The part of long evidence that a claim is about, short enough for the model to read."""

from collections.abc import Sequence

from ingest.sentences import sentence_spans
from ingest.tokens import tokenize

ROOM = 450
"""Characters that the model reads beside a claim: about 100 word pieces."""


def focused(claim: str, evidence: str) -> str:
    """The evidence's sentences that share most terms with the claim, in order, up to ROOM characters.

    A sentence is valued by the claim's terms in it, the one before it by half: it says what "it" is.
    """
    if len(evidence) <= ROOM:
        return evidence
    sentences = [evidence[a:b] for a, b in sentence_spans(evidence)]
    asked = set(tokenize(claim))
    shared = [len(asked & set(tokenize(s))) for s in sentences]
    value = [own + 0.5 * after for own, after in zip(shared, [*shared, 0][1:], strict=True)]
    kept = _within_room(sentences, sorted(range(len(sentences)), key=lambda i: -value[i]))
    return " ".join(sentences[i] for i in kept)[:ROOM]


def _within_room(sentences: Sequence[str], order: Sequence[int]) -> list[int]:
    """As many of the first as fit, at least one."""
    kept: list[int] = []
    room = ROOM
    for i in order:
        if kept and len(sentences[i]) > room:
            continue
        kept.append(i)
        room -= len(sentences[i]) + 1
    return sorted(kept)
