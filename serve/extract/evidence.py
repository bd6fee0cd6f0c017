"""The best sections of the evidence, read unit by unit: how relevant each unit is to the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.models import Embedder
from ingest.sections import Section, sections
from ingest.tokens import tokenize
from ingest.types import Document, DocumentId
from retrieval.types import Hit, Part
from serve.extract.groups import ScoredUnit, SectionKey, section_key
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """Units with their relevance, best section first; `restated`: cos(question, heading) by section."""

    query: str
    scored: tuple[ScoredUnit, ...]
    restated: dict[SectionKey, float]

    @property
    def best(self) -> ScoredUnit:
        """The most relevant unit."""
        return max(self.scored, key=lambda s: s.relevance)

    def of(self, section: SectionKey) -> list[ScoredUnit]:
        """The units of one section."""
        return [s for s in self.scored if section_key(s.unit) == section]


class EvidenceReader:
    """Reads the sections that hold the best passages."""

    def __init__(
        self, document: Callable[[DocumentId], Document], embedder: Embedder, idf: Callable[[str], float]
    ) -> None:
        self._document = document
        self._embedder = embedder
        self._idf = idf
        self._weights = Weights()

    def read(self, part: Part) -> Evidence:
        """Scores every unit of the part's best sections against the part's query."""
        units = self._units(part.hits)
        if not units:
            return Evidence(part.query.text, (), {})
        firsts = {section_key(u): u for u in reversed(units)}
        texts = [_embedded_text(u) for u in units]
        headings = [_heading(u) for u in firsts.values()]
        vectors = self._embedder.embed_passages([*texts, *headings])
        cosines = vectors @ self._embedder.embed_queries([part.query.text])[0]
        w = self._weights
        relevance = w.cosine * cosines[: len(units)] + w.coverage * self._coverage(part.query.text, texts)
        relevance = relevance + w.passage * np.array([_prior(u, part.hits) for u in units])
        scored = tuple(ScoredUnit(u, float(r)) for u, r in zip(units, relevance, strict=True))
        return Evidence(
            part.query.text, scored, dict(zip(firsts, map(float, cosines[len(units) :]), strict=True))
        )

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
        weights = {t: self._idf(t) or 1.0 for t in tokenize(query)}
        total = sum(weights.values()) or 1.0
        return np.array(
            [sum(weights[t] for t in weights.keys() & set(tokenize(text))) / total for text in texts]
        )


def _heading(unit: Unit) -> str:
    return unit.section[-1] if unit.section else unit.document.title


def _embedded_text(unit: Unit) -> str:
    return "\n".join(part for part in (_heading(unit), unit.lead_text, unit.readable) if part)


def _section_of(document: Document, hit: Hit) -> Section:
    return next(s for s in sections(document) if s.start <= hit.passage.start < s.end)


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
