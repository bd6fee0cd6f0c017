"""Evidence -> an answer made of the documents' own words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.models import Embedder
from ingest.sections import Section, sections
from ingest.tokens import tokenize
from ingest.types import Document, DocumentId
from retrieval.types import Hit, Part, Retrieval
from serve.extract.intent import Intent, read_intent
from serve.extract.select import ScoredUnit, select
from serve.extract.units import Unit, section_units

MAX_SECTIONS = 3
MAX_UNITS = 48
"""More are not read: a long section contributes what lies around its passages in the evidence."""


@dataclass(frozen=True, slots=True)
class Weights:
    """relevance = cosine * cos(question, unit) + coverage * share of its terms + passage * P(passage)."""

    cosine: float = 0.6
    coverage: float = 0.25
    passage: float = 0.15


class ExtractiveAnswerer:
    """Selects units of the best sections; needs no language model."""

    def __init__(
        self, document: Callable[[DocumentId], Document], embedder: Embedder, idf: Callable[[str], float]
    ) -> None:
        self._document = document
        self._embedder = embedder
        self._idf = idf
        self._weights = Weights()

    def answer(self, found: Retrieval) -> list[Unit]:
        """The chosen units in reading order; empty when the evidence holds nothing of the kind asked for."""
        intent = read_intent(found.question.whole.text)
        if not found.parts:
            return select(intent, self.scored_units(found.whole))
        return self._answer_parts(intent, found)

    def _answer_parts(self, intent: Intent, found: Retrieval) -> list[Unit]:
        chosen: dict[tuple[object, int], Unit] = {}
        for part in found.parts:
            for unit in select(read_intent(part.query.text), self.scored_units(part)):
                chosen.setdefault((unit.document.id, unit.span.start), unit)
        return list(chosen.values())

    def scored_units(self, part: Part) -> list[ScoredUnit]:
        """Every unit of the best sections with its relevance to the part's query, in reading order."""
        units = self._units(part.hits)
        if not units:
            return []
        query = part.query.text
        texts = [_embedded_text(u) for u in units]
        vectors = self._embedder.embed_passages(texts)
        cosines = vectors @ self._embedder.embed_queries([query])[0]
        coverage = self._coverage(query, texts)
        prior = [_prior(u, part.hits) for u in units]
        w = self._weights
        relevance = w.cosine * cosines + w.coverage * coverage + w.passage * np.array(prior)
        return [ScoredUnit(u, float(r)) for u, r in zip(units, relevance, strict=True)]

    def _units(self, hits: Sequence[Hit]) -> list[Unit]:
        units: list[Unit] = []
        seen: list[tuple[DocumentId, tuple[str, ...], int]] = []
        for hit in hits:
            document = self._document(hit.passage.document)
            section = _section_of(document, hit)
            key = (document.id, section.path, section.start)
            if key in seen or len(seen) == MAX_SECTIONS:
                continue
            seen.append(key)
            units += _nearest(section_units(document, section), hits)
        return units

    def _coverage(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        weights: Mapping[str, float] = {t: self._idf(t) or 1.0 for t in tokenize(query)}
        total = sum(weights.values()) or 1.0
        return np.array(
            [sum(weights[t] for t in weights.keys() & set(tokenize(text))) / total for text in texts]
        )


def _embedded_text(unit: Unit) -> str:
    heading = unit.section[-1] if unit.section else unit.document.title
    return "\n".join(part for part in (heading, unit.lead_text, unit.readable) if part)


def _section_of(document: Document, hit: Hit) -> Section:
    inside = [s for s in sections(document) if s.start <= hit.passage.start < s.end]
    return inside[0]


def _nearest(units: Sequence[Unit], hits: Sequence[Hit]) -> list[Unit]:
    """At most MAX_UNITS of a section, those within or nearest to the evidence's passages."""
    if len(units) <= MAX_UNITS:
        return list(units)

    def distance(unit: Unit) -> int:
        same = [h.passage for h in hits if h.passage.document == unit.document.id]
        return min(max(p.start - unit.span.end, unit.span.start - p.end, 0) for p in same)

    kept = sorted(units, key=distance)[:MAX_UNITS]
    return sorted(kept, key=lambda u: u.span.start)


def _prior(unit: Unit, hits: Sequence[Hit]) -> float:
    """The score of the passage that holds the unit, 0 where none in the evidence does."""
    holding = (
        h.score
        for h in hits
        if h.passage.document == unit.document.id and h.passage.start <= unit.span.start < h.passage.end
    )
    return max(holding, default=0.0)
