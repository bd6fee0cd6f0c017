"""Follow-up questions made to stand alone, by rule: "and why is it unstable?" takes its subject along."""

import re
from collections.abc import Sequence

_OPENING = re.compile(
    r"^(?:and|but|so|ok(?:ay)?|what about|how about|why(?: is that| so| not)?\??$|then|also|any|more|go on|tell me more|"
    r"can you (?:elaborate|expand)|elaborate|for example|such as|how so|which (?:one|of)|what else|the (?:first|second|third|last))\b",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|one|ones|there|the (?:former|latter|same|other|above))\b",
    re.IGNORECASE,
)
_ITS_OWN = re.compile(
    r"\b(?:is|was) (?:it|that|there) (?:true|possible|necessary)\b|\bthat (?:is|are|can|the|a)\b",
    re.IGNORECASE,
)
SHORT_QUESTION = 4


def standalone(question: str, history: Sequence[str]) -> str:
    """The question as it would be asked on its own; `history` holds the earlier ones, oldest first."""
    if not history or not leans_on_history(question):
        return question
    return f"{_root(history).rstrip('?.! ')}: {question}"


def leans_on_history(question: str) -> bool:
    """True when the words alone do not say what is asked about."""
    words = question.split()
    if _OPENING.search(question.strip()):
        return True
    pronoun = _ANAPHOR.search(_ITS_OWN.sub(" ", question))
    return bool(pronoun) or (len(words) < SHORT_QUESTION and not any(len(w) > 6 for w in words))


def _root(history: Sequence[str]) -> str:
    """The last question that stood by itself: a chain of follow-ups keeps its subject."""
    for earlier in reversed(history):
        if not leans_on_history(earlier):
            return earlier
    return history[0]
