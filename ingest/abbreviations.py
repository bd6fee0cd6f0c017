"""Abbreviations that a corpus defines itself: "Reciprocal Rank Fusion (RRF)", "DPO (Direct ...)".

Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
text", PSB 2003: the short form's letters must occur in order in the long form, the first at a
word's beginning.
"""

import re
from collections import Counter
from collections.abc import Iterable

_SHORT = re.compile(r"\(([A-Za-z][\w/-]{1,9})\)")
_BEFORE = re.compile(r"(?:[\w'’/-]+[ ]+){1,8}$")
_REACH = 300
"""Characters before the bracket that its long form stands in."""
_SHORT_LONG = re.compile(r"\b([A-Z][\w/-]{1,9})\s*\(([A-Za-z][\w'’/ -]{5,80})\)")


def find_abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Short form (lower case) -> long form (lower case), the most frequent definition of each."""
    return most_frequent(definition for text in texts for definition in definitions(text))


def most_frequent(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of each short form the long form that stands beside it most often, in lower case."""
    seen: dict[str, Counter[str]] = {}
    for short, long in found:
        seen.setdefault(short.casefold(), Counter())[long.casefold()] += 1
    return {short: counts.most_common(1)[0][0] for short, counts in sorted(seen.items())}


def definitions(text: str) -> Iterable[tuple[str, str]]:
    """(short form, long form) of each definition in a text."""
    for match in _SHORT.finditer(text):
        short = match.group(1)
        if not _is_short_form(short):
            continue
        before = _BEFORE.search(text[max(0, match.start() - _REACH) : match.start()])
        if before and (long := _long_form(short, before.group().strip())):
            yield short, long
    for match in _SHORT_LONG.finditer(text):
        short, long = match.group(1), match.group(2).strip()
        if _is_short_form(short) and _long_form(short, long) == long:
            yield short, long


def _is_short_form(word: str) -> bool:
    return sum(c.isupper() for c in word) >= 2


def _long_form(short: str, before: str) -> str:
    """The shortest tail of `before` that spells `short`, or nothing."""
    letters = [c for c in short.casefold() if c.isalnum()]
    if letters[-1] == "s" and short[-1] == "s":
        letters = letters[:-1]
    if initials := _by_initials(letters, before):
        return initials
    text, at = before.casefold(), len(before)
    for position in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and not _spells(text, at, letters[position], first=position == 0):
            at -= 1
        if at < 0:
            return ""
    long = before[at:]
    words = re.split(r"[ -]+", long)
    sensible = len(words) > 1 and len(words) <= len(letters) + 3 and short not in words
    return long if sensible else ""


def _by_initials(letters: list[str], before: str) -> str:
    """The last words where each begins with its letter: what most short forms are made of."""
    words = before.split()[-len(letters) :]
    same = len(words) > 1 and [w[0].casefold() for w in words] == letters
    return " ".join(words) if same else ""


def _spells(text: str, at: int, letter: str, first: bool) -> bool:
    begins_word = at == 0 or not text[at - 1].isalnum()
    return text[at] == letter and (begins_word or not first)
