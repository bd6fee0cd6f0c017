"""Evidence -> an answer made of the documents' own words."""

from collections.abc import Sequence

from ingest.tokens import tokenize
from retrieval.types import Part, Retrieval
from serve.extract.evidence import Evidence, EvidenceReader
from serve.extract.groups import ScoredUnit, SectionKey
from serve.extract.intent import read_intent
from serve.extract.select import select
from serve.extract.units import Unit

RESTATED = 0.75
"""Cosine of question and heading from which the whole section is the answer."""


class ExtractiveAnswerer:
    """Selects units of the best sections; needs no language model."""

    def __init__(self, reader: EvidenceReader, refuse_below: float) -> None:
        self._reader = reader
        self._least = refuse_below

    def answer(self, found: Retrieval) -> list[Unit]:
        """The chosen units in reading order; empty when the evidence holds nothing of the kind asked for.

        A question about several things is answered from one section that speaks of them all, or
        else part by part; a part that the material does not answer is left out.
        """
        evidence = self._reader.read(found.whole)
        if not evidence.scored:
            return []
        parts = [p for p in found.parts if p.confidence >= self._least]
        if section := self._of_all(found, evidence):
            return select(read_intent(evidence.query), evidence.of(section), [section])
        if not parts:
            return _selected(evidence)
        return self._part_by_part(parts)

    def _of_all(self, found: Retrieval, evidence: Evidence) -> SectionKey | None:
        """The best section that holds the words of every part, those that have it in their heading first."""
        wanted = [set(tokenize(s)) for s in (found.question.subjects or [p.query.text for p in found.parts])]
        if not wanted:
            return None
        for words in (_heading_words, _section_words):
            for section in evidence.restated:
                said = words(evidence.of(section))
                if all(terms <= said for terms in wanted):
                    return section
        return None

    def _part_by_part(self, parts: Sequence[Part]) -> list[Unit]:
        chosen: dict[tuple[object, int], Unit] = {}
        for part in parts:
            for unit in _selected(self._reader.read(part)):
                chosen.setdefault((unit.document.id, unit.span.start), unit)
        return list(chosen.values())


def _selected(evidence: Evidence) -> list[Unit]:
    if not evidence.scored:
        return []
    restated = [s for s, cosine in evidence.restated.items() if cosine >= RESTATED]
    return select(read_intent(evidence.query), evidence.scored, restated)


def _heading_words(scored: Sequence[ScoredUnit]) -> set[str]:
    """Terms of the heading and of its tables' header rows."""
    headers = {u.header for u in (s.unit for s in scored) if u.header}
    text = scored[0].unit.document.text
    spoken = [" ".join(scored[0].unit.section[-1:]), *(text[h.start : h.end] for h in headers)]
    return set(tokenize(" ".join(spoken)))


def _section_words(scored: Sequence[ScoredUnit]) -> set[str]:
    words = " ".join(s.unit.text for s in scored)
    return set(tokenize(words)) | _heading_words(scored)
