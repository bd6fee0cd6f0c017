"""Evidence -> an answer made of the documents' own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tokens import tokenize
from retrieval.types import Retrieval
from serve.extract.definitions import defines
from serve.extract.evidence import Evidence, EvidenceReader
from serve.extract.figures import counted, dated, fits, new_figures
from serve.extract.groups import SectionKey, section_key
from serve.extract.intent import Intent, read_intent
from serve.extract.named import named_entries
from serve.extract.select import select
from serve.extract.units import Unit

RESTATED = 0.75
"""Cosine of question and heading from which the whole section is the answer."""

MOST = 0.6
"""Share of a subject's terms that a section has to hold to speak of it."""


NEAR = 8


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

    def answer(self, found: Retrieval) -> Selection:
        """The chosen units in reading order; none when the evidence holds nothing of the kind asked for.

        A question about several things is answered from one section that speaks of them all, or
        else part by part; a part that the material does not answer is left out.
        """
        evidence = self._reader.read(found.whole)
        parts = [p for p in found.parts if p.confidence >= self._least]
        figures = found.question.compares and read_intent(evidence.query).wants_number
        section = self._naming(found, evidence) or (None if figures else self._of_all(found, evidence))
        if section or not parts:
            return Selection(self._from(evidence, section), evidence.best(NEAR))
        chosen: dict[tuple[object, int], Unit] = {}
        for part in parts:
            for unit in self._from(self._reader.read(part)):
                chosen.setdefault((unit.document.id, unit.span.start), unit)
        return Selection(list(chosen.values()), evidence.best(NEAR))

    def _from(self, evidence: Evidence, section: SectionKey | None = None) -> list[Unit]:
        """The answer from one section: the given one, or the best that holds what is asked for."""
        intent = read_intent(evidence.query)
        home = section or _home(intent, evidence)
        if home is None:
            return []
        restated = evidence.restated[home] >= RESTATED or (section is not None and not intent.wants_list)
        return select(
            evidence.query, intent, self._reader.groups(evidence.query, evidence.of(home)), restated
        )

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
        """The best section that holds the words of every part, those that have it in their heading first."""
        wanted = [set(tokenize(s)) for s in (found.question.subjects or [p.query.text for p in found.parts])]
        if not wanted:
            return None
        ways = (_heading_words, _section_words) if found.question.subjects else (_heading_words,)
        for words in ways:
            for section in evidence.restated:
                said = words(evidence.of(section))
                if all(len(terms & said) > MOST * len(terms) for terms in wanted):
                    return section
        return None


def _home(intent: Intent, evidence: Evidence) -> SectionKey | None:
    """The section of the best unit; for code, a date or a figure, of the best unit that is one.

    None where there is no such unit, or where what is to be counted is not spoken of.
    """
    if intent.wants_code and (code := evidence.home(lambda u: u.kind == "code")):
        return code
    if intent.wants_date:
        return evidence.home(lambda u: dated(u.readable))
    if intent.wants_number:
        things = set(tokenize(counted(evidence.query)))
        speak = {s for s in evidence.promise if things <= _section_words(evidence.of(s))}

        def told(unit: Unit) -> bool:
            new = unit.kind != "code" and new_figures(evidence.query, unit.readable)
            return new and section_key(unit) in speak

        return evidence.home(lambda u: told(u) and fits(evidence.query, u.readable)) or evidence.home(told)
    if intent.wants_definition and (place := evidence.home(lambda u: defines(evidence.query, u.readable))):
        return place
    return evidence.home()


def _heading_words(units: Sequence[Unit]) -> set[str]:
    """Terms of the heading and of its tables' header rows."""
    headers = {u.header for u in units if u.header}
    text = units[0].document.text
    return set(tokenize(" ".join([*units[0].section[-1:], *(text[h.start : h.end] for h in headers)])))


def _section_words(units: Sequence[Unit]) -> set[str]:
    return set(tokenize(" ".join(u.text for u in units))) | _heading_words(units)
