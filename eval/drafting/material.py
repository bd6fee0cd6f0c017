"""The documents as the rules see them: sections with units, and which of their words are names."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from eval.drafting.types import Place
from ingest.sections import sections
from ingest.types import Document
from serve.extract.units import section_units

_WORD = re.compile(r"\w+")
_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z]\w+")
_INNER = re.compile(r"(?<=\w)[A-Z]|\d")


@dataclass(frozen=True)
class Material:
    """Every section under a heading; `homeless` counts the units that stand under none."""

    places: tuple[Place, ...]
    homeless: int = 0

    @cached_property
    def _paragraphs(self) -> list[str]:
        return [u.text for p in self.places for u in p.units if u.kind == "paragraph"]

    @cached_property
    def small(self) -> frozenset[str]:
        """Words that the documents write in small letters."""
        return frozenset(w for text in self._paragraphs for w in _WORD.findall(text) if w.islower())

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that the documents write with a capital inside a sentence, more often than small."""
        inside = Counter(w for text in self._paragraphs for w in _INSIDE.findall(text))
        small = Counter(w for text in self._paragraphs for w in _WORD.findall(text) if w.islower())
        return frozenset(w for w, n in inside.items() if n > small[w.casefold()])

    def is_name(self, words: str) -> bool:
        """One of the words is a name: capitals or digits inside it, or a name of the documents."""
        return any(w in self.names or _INNER.search(w) for w in words.split())

    def lowered(self, words: str) -> str:
        """The words as they stand inside a sentence; a first word that may be a name keeps its capital."""
        first, *rest = words.split(" ")
        if self.is_name(first) or not first[1:].islower() or any(w[:1].isupper() for w in rest):
            return words
        known = all(part in self.small for part in _WORD.findall(first.casefold()))
        return words[:1].lower() + words[1:] if known or any(w.islower() for w in rest) else words


def read_material(documents: Iterable[Document]) -> Material:
    """The sections of the documents, those without words left out."""
    places: list[Place] = []
    homeless = 0
    for document in documents:
        for section in sections(document):
            units = tuple(section_units(document, section))
            if units and section.path:
                places.append(Place(document, section.path, units))
            else:
                homeless += len(units)
    return Material(tuple(places), homeless)
