"""Evidence -> an answer made of the documents' own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tokens import tokenize
from retrieval.types import Retrieval
from serve.extract.evidence import Evidence, EvidenceReader
from serve.extract.figures import new_figures
from serve.extract.groups import SectionKey, section_key
from serve.extract.home import heading_words, home, section_words, tells_apart
from serve.extract.intent import read_intent
from serve.extract.named import named_entries
from serve.extract.runner_up import runner_up
from serve.extract.select import RESTATED, best_piece, select
from serve.extract.sides import beside, held
from serve.extract.units import Unit
from serve.refusal import SIDE

NEAR = 8
NEW = 0.25
"""Share of the terms of a second section's piece that the first one's lacks, if it is not to say the same."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The units of an answer, and the most relevant units of all, in which a contradiction may lie."""

    units: list[Unit]
    near: list[Unit]


class ExtractiveAnswerer:
    """Selects units of the best sections; needs no language model."""

    def __init__(self, reader: EvidenceReader, refuse_below: float) -> None:
        self._reader = reader
        self._least = refuse_below
        self.embed = reader.embed

    def answer(self, found: Retrieval) -> Selection:
        """The chosen units in reading order; none when the evidence holds nothing of the kind asked for.

        A question about several things is answered from one section that speaks of them all, or
        else part by part; a part that the material does not answer is left out.
        """
        evidence = self._reader.read(found.whole)
        least = self._least * (SIDE if found.question.subjects else 1.0)
        parts = [p for p in found.parts if p.confidence >= least]
        if found.question.compares and not tells_apart(found.question.subjects, evidence):
            return Selection([], evidence.best(NEAR))
        figures = found.question.compares and read_intent(evidence.query).wants_number
        section = self._naming(found, evidence) or (None if figures else self._of_all(found, evidence))
        if section or not parts:
            sides = found.question.subjects if found.question.compares else ()
            units = self._from(evidence, section, sides)
            if not section and not sides:
                units += self._beside(evidence, units)
            return Selection(units, evidence.best(NEAR))
        chosen: dict[tuple[object, int], Unit] = {}
        for part in parts:
            for unit in self._from(self._reader.read(part)):
                chosen.setdefault((unit.document.id, unit.span.start), unit)
        return Selection(list(chosen.values()), evidence.best(NEAR))

    def _from(
        self, evidence: Evidence, section: SectionKey | None = None, sides: Sequence[str] = ()
    ) -> list[Unit]:
        """The answer from one section: the given one, or the best that holds what is asked for.

        An entry for one of the `sides` of a comparison alone is no answer to it.
        """
        intent = read_intent(evidence.query)
        place = section or home(intent, evidence)
        if place is None and intent.wants_number and (renamed := self._reader.renamed(evidence)):
            evidence, place = renamed, home(intent, renamed)
        if place is None:
            return []
        query = evidence.query
        units = evidence.of(place)
        told = [bool(named_entries(side, units[0].heading, units)) for side in sides]
        named = named_entries(query, units[0].heading, units) if all(told) or not any(told) else []
        restated = evidence.restated[place] >= RESTATED or (section is not None and not intent.wants_list)
        groups = self._reader.groups(evidence, units)
        return select(query, intent, beside(sides, groups) if section else groups, named, restated)

    def _beside(self, evidence: Evidence, units: Sequence[Unit]) -> list[Unit]:
        """The best piece of another section that may as well hold the answer, unless it says the same."""
        intent = read_intent(evidence.query)
        place = runner_up(intent, evidence, section_key(units[0])) if units else None
        if place is None:
            return []
        piece = best_piece(evidence.query, intent, self._reader.groups(evidence, evidence.of(place)))
        own = _words(piece)
        return piece if len(own - _words(units)) > NEW * len(own) else []

    def _naming(self, found: Retrieval, evidence: Evidence) -> SectionKey | None:
        """The most promising section that has an entry for each of the things compared.

        Each with a figure, where figures are compared.
        """
        if not found.question.compares:
            return None
        figures = read_intent(evidence.query).wants_number

        def names_each(section: SectionKey) -> bool:
            units = evidence.of(section)
            telling = [u for u in units if not figures or new_figures(evidence.query, u.readable)]
            named = [named_entries(subject, units[0].heading, telling) for subject in found.question.subjects]
            return all(named) and named[0] != named[-1]

        return max(filter(names_each, evidence.promise), key=lambda s: evidence.promise[s], default=None)

    def _of_all(self, found: Retrieval, evidence: Evidence) -> SectionKey | None:
        """The best section that holds the words of every part, those with most of them in the heading first.

        Of several, the one with an entry that the question names: the row of what is compared.
        """
        wanted = [set(tokenize(s)) for s in (found.question.subjects or [p.query.text for p in found.parts])]
        if not wanted:
            return None
        ways = (heading_words, section_words) if found.question.subjects else (heading_words,)
        for words in ways:
            holding = [s for s in evidence.restated if held(wanted, words(evidence.of(s))) == len(wanted)]
            if holding:
                headed = {s: held(wanted, heading_words(evidence.of(s))) for s in holding}
                best = [s for s in holding if headed[s] == max(headed.values())]
                return next((s for s in best if _names_an_entry(evidence, s)), best[0])
        return None


def _names_an_entry(evidence: Evidence, section: SectionKey) -> bool:
    units = evidence.of(section)
    return bool(named_entries(evidence.query, units[0].heading, units))


def _words(units: Sequence[Unit]) -> set[str]:
    return set(tokenize(" ".join(u.readable for u in units)))
