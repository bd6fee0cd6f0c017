"""Entries of a list or table that the question calls by name: "how does ring attention work".

An entry's name is what stands before its colon or in its first cell; a word in brackets is another
one. An entry without either is called by its first words, where the question holds them in a row.
"""

import re
from collections.abc import Iterator, Sequence

from serve.extract.groups import LIST_KINDS
from serve.extract.units import Unit
from serve.support.overlap import terms

LONGEST = 8
"""Words before a colon that are still a name."""
_BRACKETS = re.compile(r"\(([^()]*)\)")
_EITHER = re.compile(r"\s+or\s+|/")
_WORD = re.compile(r"\w[\w.\-]*\w|\w")


def named_entries(question: str, heading: str, units: Sequence[Unit]) -> list[Unit]:
    """Those of a section whose name the question holds, by at least one term that its heading lacks.

    None where all that is named is a single word and another unit holds more of the question: the row
    "Zebra" does not answer when zebras graze, if a sentence says that.
    """
    asked, shared = set(terms(question)), set(terms(heading))
    said = _by_word(question)

    def name(unit: Unit) -> int:
        whole = [found for n in _names(unit) if (found := set(terms(n))) <= asked]
        return max((len(n) for n in [*whole, _opening(unit, said)] if n - shared), default=0)

    def held(unit: Unit) -> int:
        return len(asked.intersection(terms(unit.readable)))

    lengths = [name(u) if u.kind in LIST_KINDS else 0 for u in units]
    named = [u for u, length in zip(units, lengths, strict=True) if length]
    rival = max((held(u) for u, length in zip(units, lengths, strict=True) if not length), default=0)
    sure = sum(lengths) > 1 or max(map(held, named), default=0) >= rival
    return named if sure else []


def _names(unit: Unit) -> Iterator[str]:
    label, named, _ = unit.text.partition(":")
    if unit.kind == "row":
        label = named = unit.cells[0][1]
    if named and len(label.split()) <= LONGEST:
        yield from _EITHER.split(_BRACKETS.sub(" ", label))
        yield from _BRACKETS.findall(label)


def _opening(unit: Unit, said: Sequence[tuple[str, ...]]) -> set[str]:
    """The terms of its first words, two of meaning at least, that the question holds in a row.

    They name it if it goes on to say more; "Knowledge changes often." is no more than was asked.
    """
    words = _by_word(unit.text)
    for length in range(min(len(words), LONGEST), 1, -1):
        first = words[:length]
        if sum(map(bool, first)) > 1 and any(said[i : i + length] == first for i in range(len(said))):
            more = sum(1 for word in words[length:] if word and word not in said)
            return {term for word in first for term in word} if more > length else set()
    return set()


def _by_word(text: str) -> list[tuple[str, ...]]:
    """Word by word, what it means: nothing for a word like "the"."""
    return [terms(word) for word in _WORD.findall(text)]
