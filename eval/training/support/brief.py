"""Parts of a sentence as claims: what people and language models say for short, supported by the whole."""

import random
import re

from ingest.tokens import STOP_WORDS

_NEGATES = re.compile(
    r"\b(?:no|not|never|without|none|neither|nor|cannot|unless|except|only)\b|n['’]t\b", re.I
)
_HANGS = re.compile(
    r"(?:; | [—–-] | because |"
    r", (?:which|where|who|whose|including|such as|so|and|but|because|making|allowing) ).*$"
)
_LITTLE = re.compile(r"\b(?:the|a|an|that|very|just|simply|really|quite|also|then|both)\b ", re.IGNORECASE)
_LEFT_OPEN = re.compile(
    r"\b(?:if|when|whether|unless|until|once|while|may|might|could|should)\b", re.IGNORECASE
)
LEAST, MOST = 3, 10
"""Words of a span."""


def brief(sentence: str, rng: random.Random) -> str:
    """One of the ways below; the sentence itself where none fits."""
    return rng.choice((clause, span, terse))(sentence, rng) or sentence


def clause(sentence: str, rng: random.Random) -> str:
    """What stands before the first part that hangs on: it is asserted by itself."""
    left = _HANGS.sub("", sentence).rstrip(" .!,:;")
    same = len(left) == len(sentence.rstrip(" .!,:;"))
    return "" if same or len(left.split()) < LEAST or _LEFT_OPEN.search(left) else left + "."


def span(sentence: str, rng: random.Random) -> str:
    """A run of words, as an answer to a question about them; not of a sentence that denies or supposes."""
    if _NEGATES.search(sentence) or _LEFT_OPEN.search(sentence):
        return ""
    words = sentence.rstrip(".!").split()
    length = min(len(words), rng.randint(LEAST, MOST))
    start = rng.randint(0, len(words) - length)
    kept = words[start : start + length]
    while kept and kept[-1].casefold() in STOP_WORDS:
        kept.pop()
    return _sentence(kept) if len(kept) >= LEAST else ""


def terse(sentence: str, rng: random.Random) -> str:
    """Without articles and the like."""
    return _sentence(_LITTLE.sub("", sentence.rstrip(".!")).split())


def around(sentence: str, changed: str, rng: random.Random) -> tuple[str, str]:
    """The same run of words of a sentence and of its changed version, the change among them; else nothing."""
    one, two = sentence.rstrip(".!").split(), changed.rstrip(".!").split()
    if one == two:
        return "", ""
    before = next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    rest = min(len(one), len(two)) - before
    pairs = zip(reversed(one), reversed(two), strict=False)
    behind = next((i for i, (a, b) in enumerate(pairs) if a != b or i >= rest), rest)
    start = max(0, before - rng.randint(1, 6))
    left = max(0, behind - rng.randint(1, 6))
    outside = " ".join((*one[:start], *one[len(one) - left :]))
    if _NEGATES.search(outside) or _LEFT_OPEN.search(outside):
        return "", ""
    return _sentence(one[start : len(one) - left]), _sentence(two[start : len(two) - left])


def _sentence(words: list[str]) -> str:
    text = " ".join(words).strip(" ,;:")
    return text[:1].upper() + text[1:] + "." if text else ""
