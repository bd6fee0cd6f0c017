"""Which words of a text are names: PyTorch, GPT-4, New York, Python 3.11."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.tokens import STOP_WORDS
from serve.support.dates import without_dates
from serve.support.identifiers import without_identifiers
from serve.support.units import UNITS

_WORD = re.compile(r"(?<!\w)[^\W\d_][^\W_]*(?:[-.'’&][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_OPENING = re.compile(r"(?:^|[.!?:;•\n\"“”‘(\[|—–*#>/]|\s['-])\s*$")
_VERSION = re.compile(r"\s(v?\d+(?:\.\d+)*)(?![\w%]|[.,]\d|-[a-z])")
_COUNTED = re.compile(rf"\s?(?:[a-z]+s\b|(?:{'|'.join(re.escape(u) for u in UNITS)})(?!\w))", re.IGNORECASE)
_LINK = re.compile(r"\s(?:(?:of|the|and|for|de|van|von)\s)*|-")
_OPENERS = """
although another both despite during each either even every few finally first however instead like many
may most neither never next none now one perhaps several since some sometimes still though today
together two unlike unless using usually well when whenever whereas whether without yes yet
"""
"""Words that begin a sentence before a name and are part of none."""
_ENDINGS = ("ing", "ly", "ed")
TITLE_CASE = 0.75
"""From this share of capitalised words behind the first on, a claim is a heading: capitals say nothing."""


@dataclass(frozen=True, slots=True)
class Name:
    """One word of a name, which ends at `end`; words of one name share its number in the text, `run`."""

    text: str
    end: int
    run: int
    version: str = ""


def names(text: str) -> tuple[Name, ...]:
    """The words that are names, in order; identifiers and dates are none."""
    return _names(without_dates(without_identifiers(text)))


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[Name, ...]:
    shouted = _is_heading(text)
    found: list[Name] = []
    for start, word in _words(text):
        if not (_is_marked(word) or (not shouted and _is_capitalised(text, start, word))):
            continue
        end = start + len(word)
        joined = bool(found) and bool(_LINK.fullmatch(text[found[-1].end : start]))
        run = (found[-1].run if joined else found[-1].run + 1) if found else 0
        found.append(Name(word, end, run, _version(text, end)))
    return tuple(found)


def without_versions(text: str) -> str:
    """The same text, as long, without the figures that belong to names."""
    for name in names(text):
        if name.version:
            end = name.end + 1 + len(name.version)
            text = text[: name.end] + " " * (end - name.end) + text[end:]
    return text


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Words with their positions; a hyphenated one in its parts, unless a digit makes it one name."""
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        whole = any(c.isdigit() for c in word)
        at = match.start()
        for part in [word] if whole else word.split("-"):
            if part:
                yield at, part
            at += len(part) + 1


def _is_marked(word: str) -> bool:
    """Spelled as only names are: an acronym, mixed case, a letter with a digit."""
    capitals = sum(c.isupper() for c in word)
    digits = any(c.isdigit() for c in word)
    shaped = capitals > 1 or (capitals == 1 and (digits or word[0].islower()))
    return shaped and word.casefold() not in STOP_WORDS and word.rstrip("s") not in {"I", "A"}


def _is_capitalised(text: str, start: int, word: str) -> bool:
    """A capital inside a sentence, or at its beginning before another name."""
    plain = word.casefold()
    if not word[0].isupper() or len(word) < 2 or plain in STOP_WORDS or plain.startswith(("i'", "i’")):
        return False
    if not _OPENING.search(text[max(0, start - 3) : start]):
        return True
    follows = re.match(r" [A-Z][\w-]", text[start + len(word) :])
    return bool(follows) and plain not in _OPENERS.split() and not plain.endswith(_ENDINGS)


def _is_heading(text: str) -> bool:
    long = [w for at, w in _words(text) if at and len(w) > 3]
    return len(long) > 3 and sum(w[0].isupper() for w in long) >= TITLE_CASE * len(long)


def _version(text: str, end: int) -> str:
    """The figure behind a name that counts nothing: "Python 3.11", "RFC 9457"."""
    match = _VERSION.match(text, end)
    return match[1] if match and not _COUNTED.match(text, match.end()) else ""
