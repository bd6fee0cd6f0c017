"""Two things that a question weighs against each other by name, and what tells them apart.

"Frameworks: LangChain, LlamaIndex, CrewAI" names both and says nothing of which is easier to learn.
"""

import re
from collections.abc import Callable, Sequence

from serve.extract.units import Unit

_ASKS = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|will|would|can)\b(?P<one>[^?,;]*?)\b"
    r"(?P<word>more|less|fewer|better|worse|[a-z]{2,}(?:i|[^\Waeiou])er)\b(?P<what>[^?,;]*?)"
    r"\bthan\b(?P<other>[^?,;]+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w-])(?=[\w.+-]*[A-Z\d])[^\W\d_][\w.+-]*\w")
_TELLS_APART = re.compile(
    r"\b(?:than|more|less|fewer|better|worse|best|worst|whereas|unlike|compared|contrast|differs?|different"
    r"|same|similar|outperform\w*|instead|while|both)\b",
    re.IGNORECASE,
)
_ALIKE = (
    "fast quick slow speed latency throughput performance",
    "cheap cost price expensive",
    "eas simpl hard difficult complex",
    "bett bes wors good prefer recommend advantage",
    "larg big small size",
    "accura precis quality",
    "saf secur risk",
)
"""Beginnings of words that one measure goes by."""
_DEGREES = ("more", "less", "fewer")
_WORD = re.compile(r"[a-z]{3,}")

Tells = Callable[[Sequence[Unit]], bool]


def which_is_more(question: str) -> Tells | None:
    """What a piece has to say to answer "is X faster than Y?"; None for another question.

    It compares the two, or says of one of them how fast it is.
    """
    match = _ASKS.search(question)
    sides = [_NAME.findall(match[side]) for side in ("one", "other")] if match else []
    if not match or not all(sides):
        return None
    word = match["word"].lower()
    asked = (
        _WORD.findall(match["what"].lower()) if word in _DEGREES else [word.removesuffix("r").rstrip("ie")]
    )
    begins = tuple(b for a in asked for b in (a, *_alike(a)))
    return lambda piece: _weighs([names[0] for names in sides], begins, piece)


def _alike(word: str) -> list[str]:
    families = (family.split() for family in _ALIKE)
    return [b for f in families if any(word.startswith(b) or b.startswith(word) for b in f) for b in f]


def _weighs(names: Sequence[str], begins: tuple[str, ...], piece: Sequence[Unit]) -> bool:
    text = " ".join(u.readable for u in piece)
    held = [_speaks_of(name, " ".join((*piece[0].section, piece[0].lead_text, text))) for name in names]
    measured = any(w.startswith(begins) for w in _WORD.findall(text.lower()))
    return any(held) and (measured or (all(held) and bool(_TELLS_APART.search(text))))


def told_apart(subjects: Sequence[str], piece: Sequence[Unit]) -> bool:
    """The piece compares the subjects, or a unit speaks of one of them alone; True if they have no names."""
    names = [_NAME.findall(s) for s in subjects]
    if len(names) < 2 or not all(names):
        return True
    alone = (sum(_speaks_of(n[0], u.readable) for n in names) == 1 for u in piece)
    text = " ".join(u.readable for u in piece)
    both = all(_speaks_of(n[0], text) for n in names)
    return any(alone) or (both and bool(_TELLS_APART.search(text)))


def _speaks_of(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
