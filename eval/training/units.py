"""Of a passage that answers, its sentences: which of them hold the answer's words."""

from collections import Counter

from ingest.sentences import sentence_spans
from ingest.tokens import tokenize
from ingest.types import Passage

TOLD, TOUCHED = 0.5, 0.2
"""Share of the answer's words that the sentence which tells it holds, and one that may."""


def units_of(passage: Passage, answer: str) -> list[tuple[str, int]]:
    """Each sentence below its heading, as answers embed them: 1 for the one that tells most of the answer, -1
    for others that hold some of its words, 0 for the rest; nothing where none tells half of it.
    """
    heading = passage.section[-1] if passage.section else passage.title
    lines = passage.text.splitlines()
    sentences = [line[a:b] for line in lines for a, b in sentence_spans(line)]
    held = [share_held(answer, sentence) for sentence in sentences]
    if not held or max(held) < TOLD:
        return []
    labels = [-1 if share > TOUCHED else 0 for share in held]
    labels[held.index(max(held))] = 1
    return [("\n".join(filter(None, (heading, s))), y) for s, y in zip(sentences, labels, strict=True)]


def share_held(answer: str, text: str) -> float:
    """Of the answer's words."""
    words = Counter(tokenize(answer))
    return (words & Counter(tokenize(text))).total() / max(1, words.total())
