"""The sections that speak of what a question calls by its name: another thing's answer is no answer to it."""

from collections.abc import Callable, Sequence
from itertools import groupby

from ingest.tokens import tokenize
from retrieval.query.attribute import attribute, coded_names, told_in
from retrieval.query.names import parts_of, proper_names
from retrieval.query.process import Query
from serve.extract.groups import section_key
from serve.extract.units import Unit

RARE = 2.3
"""Idf of a name that some tenth of the passages hold; a commoner one is what all of the material is about."""
BEGINNING = 5
"""Letters that two words of one root share at least."""


def speaking(query: Query, units: Sequence[Unit], idf: Callable[[str], float]) -> list[Unit]:
    """The units of the sections that tell what is asked, and hold most of the names, spelled out or not.

    None where no section holds any; all where the question has no name, or none that tells sections apart.
    """
    names = [n for n in proper_names(query.text) if max(map(idf, tokenize(n)), default=0.0) > RARE]
    asked = attribute(query.text)
    telling = [section for section in _sections(units) if not asked or told_in(asked, _text(section))]
    coded = coded_names(query.text)
    if asked:  # another model's dimension is no answer
        terms = [set(tokenize(name)) for name in coded]
        telling = [section for section in telling if all(name <= _words(section) for name in terms)]
    found = [
        (_held([*names, *coded] if names else (), query.expansions, section), section) for section in telling
    ]
    most = max((held for held, _ in found), default=0)
    if names and not most:
        return []
    return [u for held, section in found for u in section if held == most]


def _sections(units: Sequence[Unit]) -> list[list[Unit]]:
    return [list(section) for _, section in groupby(units, key=section_key)]


def _held(names: Sequence[str], expansions: Sequence[str], section: Sequence[Unit]) -> int:
    """How many of the names this section holds, each by one of its words or by what it stands for."""
    words = _words(section)
    spelled_out = any(set(tokenize(e)) <= words for e in expansions)
    return sum(spelled_out or any(_speaks_of(part, words) for part in parts_of(name)) for name in names)


def _speaks_of(part: str, words: set[str]) -> bool:
    """It has the word, or one of which either is the beginning: Docker of Dockerfile."""
    terms = set(tokenize(part))
    whole = part.casefold()
    begun = (w for w in words if len(w) >= BEGINNING and (w.startswith(whole) or whole.startswith(w)))
    return terms <= words or (len(whole) >= BEGINNING and any(begun))


def _words(section: Sequence[Unit]) -> set[str]:
    return set(tokenize(_text(section)))


def _text(section: Sequence[Unit]) -> str:
    first = section[0]
    around = (first.document.title, *first.section, *(u.lead_text for u in section))
    return "\n".join([*around, *(u.text for u in section)])
