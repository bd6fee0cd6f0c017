"""Questions as people type them: with slips, without little words, as bare keywords."""

import random
import re

from ingest.sentences import sentence_spans
from ingest.tokens import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]{2,}[\w+#.-]*")


def rough(question: str, rng: random.Random) -> str:
    """The question with one of: a slip in a long word, no stop words, no capitals and marks."""
    change = rng.choice((_slip, _telegraphic, _plain))
    return change(question, rng) or question


def keywords(passage: str, rng: random.Random) -> str:
    """Three to six content words of a sentence inside the passage, in order; nothing if it has none."""
    spans = sentence_spans(passage)
    start, end = rng.choice(spans[1:] or spans)
    words = [w for w in _WORD.findall(passage[start:end]) if w.casefold() not in STOP_WORDS]
    unique = list(dict.fromkeys(w.casefold().rstrip(".-") for w in words))
    if len(unique) < 3:
        return ""
    kept = sorted(rng.sample(range(len(unique)), min(len(unique), rng.randint(3, 6))))
    return " ".join(unique[i] for i in kept)


def _telegraphic(question: str, rng: random.Random) -> str:
    return " ".join(w for w in question.split() if w.casefold().strip("?,.") not in STOP_WORDS)


def _plain(question: str, rng: random.Random) -> str:
    return " ".join(re.sub(r"[?!.,:;`*\"]+(?=\s|$)", "", question).casefold().split())


def _slip(question: str, rng: random.Random) -> str:
    """Swaps, drops or doubles a letter inside one word of five letters or more."""
    words = question.split()
    long = [i for i, w in enumerate(words) if len(w) >= 5 and w.isalpha()]
    if not long:
        return ""
    i = rng.choice(long)
    at = rng.randrange(1, len(words[i]) - 2)
    a, b = words[i][at], words[i][at + 1]
    words[i] = words[i][:at] + rng.choice((b + a, b, a + a + b)) + words[i][at + 2 :]
    return " ".join(words)
