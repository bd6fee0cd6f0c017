"""Follow-up questions made to stand alone, by rule: "and why is it unstable?" takes its subject along."""

import re
from collections.abc import Sequence

from ingest.tokens import STOP_WORDS
from retrieval.query.wording import wording

_OPENING = wording(
    """
    and|but|so|ok|okay|then|also|any|more|go on|tell me more|elaborate
    what about|how about|what else|how so
    why(?: is that| so| not)?\\s*\\??$
    can you (?:elaborate|expand)
    for example|such as
    which (?:one|of)
    the (?:first|second|third|last)
    """,
    start="^",
)
_ANAPHOR = wording(
    """
    it|its|they|them|their|theirs
    this|that|these|those
    he|she|(?:this|that|first|second|last|other) one
    the (?:former|latter|same|other|above)
    """
)
_ITS_OWN = wording(
    """
    (?:is|was) (?:it|that|there) (?:true|possible|necessary)(?: that)?
    that (?:is|are|can|the|a)|true that|so that
    (?:an?|the|any|some) [\\w-]+ that(?= \\w)
    """
)
_ITS = wording("its|their|theirs|the (?:former|latter|same|above)")
_ELLIPSIS = wording("(?:and|but|or|so|ok|okay|then)?[ ,]*(?:what about|how about)|and|or|also", start="^")
_PREPOSITION = wording("about|against|at|before|after|between|by|during|for|from|in|of|on|with|without|to")
_FRAME = wording(
    """
    (?:and|so|but|please|ok|okay|hi|hello|hey)[ ,!]*
    (?:what|which|who|how|why|when|where)(?:'s)?
    is|are|was|were|do|does|did|can|could|should|would|will|i|we|you|one|me|us|a|an|the|some|any
    explain|describe|define|compare|list|name|show|tell|give|about|much|many|large|big|long|mean by
    """,
    start=r"^\s*",
)
_CLAUSE = wording("[,;:?]|and (?:what|how|why|when|which|where)", start=r"\s*", end="")
_NAMES_ITS_SUBJECT = wording(
    r"""
    (?:what|who) (?:is|are|was|made) (?!(?:better|best|else|left|more|new|next|worse|worst|wrong)\b)\w
    define \w
    """,
    start=r"^\W*",
    end="",
)
_CONJUNCTION = wording("and|but|so|ok|okay|then|also", start="^")
_TURNS_TO = wording(
    r"""
    (?:what|who) (?:is|are|was|were) (?!(?:the|better|best|else|left|more|new|next|worse|worst|wrong)\b)\w
    """,
    start=r"^\W*",
    end="",
)
"""What a thing is, by its name: "and what is a gate?" leans on nothing, "and what is the price?" does."""
_POINTING = re.compile(r"\b(?:(?P<own>its|their|theirs)|it|they|them)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
SHORT_QUESTION = 4


def unresolved(question: str) -> str:
    """The pronoun of a question that is about nothing else: "its" of "what are its steps?", or nothing.

    Nothing that it could stand for comes before it, and next to nothing after it.
    """
    pronoun = _POINTING.search(question)
    if pronoun is None or _telling(question[: pronoun.start()]):
        return ""
    return pronoun[0] if _telling(question[pronoun.end() :]) <= (2 if pronoun["own"] else 1) else ""


def _telling(text: str) -> int:
    return sum(word.casefold() not in STOP_WORDS for word in _WORD.findall(text))


def standalone(question: str, history: Sequence[str]) -> str:
    """The question as it would be asked on its own; `history` holds the earlier ones, oldest first.

    A pronoun gives way to the subject of the last question that stood by itself; "and on the
    output?" takes the place of that question's "on the input"; anything else gets the subject
    in front.
    """
    if not history or not leans_on_history(question):
        return question
    root = _root(history).strip().rstrip("?.! ")
    subject = topic(root)
    if pronoun := _ANAPHOR.search(_ITS_OWN.sub(lambda m: " " * len(m[0]), question)):
        owned = "'s" if _ITS.fullmatch(pronoun[0]) else ""
        return f"{question[: pronoun.start()]}{subject}{owned}{question[pronoun.end() :]}"
    rest = _ELLIPSIS.sub("", question, count=1).strip(" ,")
    if rest != question.strip() and (place := _parallel(root, rest)):
        return f"{root[:place]}{rest}"
    return f"{subject}: {rest}"


def leans_on_history(question: str) -> bool:
    """True when the words alone do not say what is asked about."""
    words, text = question.split(), question.strip()
    pronoun = _ANAPHOR.search(_ITS_OWN.sub(" ", question))
    rest = _CONJUNCTION.sub("", text)
    if rest != text and _TURNS_TO.match(rest) and not pronoun:
        return False
    if _OPENING.search(text):
        return True
    short = len(words) < SHORT_QUESTION and not any(len(w.strip("?.!,")) > 6 for w in words)
    return bool(pronoun) or (short and not _NAMES_ITS_SUBJECT.search(question))


def topic(question: str) -> str:
    """What a question is about: "What is a mixture of experts, and ...?" -> "mixture of experts"."""
    words = _CLAUSE.split(question.strip(), maxsplit=1)[0]
    while match := _FRAME.match(words):
        words = words[match.end() :]
    return words.strip() or question


def _parallel(root: str, rest: str) -> int:
    """Where the phrase begins in `root` that `rest` replaces, 0 where there is none."""
    own = _PREPOSITION.match(rest)
    same = [m for m in _PREPOSITION.finditer(root) if not own or m[0].casefold() == own[0].casefold()]
    if not same:
        return 0
    return same[-1].start() if own else same[-1].end() + 1


def _root(history: Sequence[str]) -> str:
    """The last question that stood by itself: a chain of follow-ups keeps its subject."""
    for earlier in reversed(history):
        if not leans_on_history(earlier):
            return earlier
    return history[0]
