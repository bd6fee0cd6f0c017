"""The best sections of the evidence, read unit by unit: how relevant each unit is to the question."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.models import Embedder
from ingest.sections import Section, sections
from ingest.tokens import tokenize
from ingest.types import Document, DocumentId
from retrieval.types import Hit, Part
from serve.extract.facets import agreement, label_of
from serve.extract.groups import Group, ScoredUnit, SectionKey, gather, section_key
from serve.extract.othernames import by_another_name
from serve.extract.places import by_passage, near_passages, nearest
from serve.extract.subjects import speaking
from serve.extract.units import Unit, section_units
from serve.extract.vectors import RememberedVectors

MAX_SECTIONS = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a unit: relevance = cosine * cos(question, unit) + coverage * share of the question's terms.

    Within its section + passage * its passage's probability over that of the best, as the cross-encoder
    has read the question and the passage together.

    Of a section: promise = logit * log-odds of its best passage + unit * relevance of its best unit
    + facet * agreement of its heading + words * share of the question's terms - introduction, where
    it only introduces the sections below it.
    """

    cosine: float = 0.6
    coverage: float = 0.25
    passage: float = 0.2
    logit: float = 0.1
    unit: float = 0.3
    facet: float = 0.6
    words: float = 0.1
    introduction: float = 0.15


@dataclass(frozen=True, slots=True)
class Evidence:
    """Units with their relevance, best section first, and figures of their sections.

    `restated`: cos(question, heading); `promise`: how good each section is as the answer's place;
    `embedding`: the query's, float32[dimension]; `passages`: of each unit, by its id, its passage's
    probability over that of the best; `near`: the ids of the units that were embedded.
    """

    query: str
    scored: tuple[ScoredUnit, ...]
    restated: dict[SectionKey, float]
    promise: dict[SectionKey, float]
    embedding: NDArray[np.float32]
    passages: Mapping[int, float] = field(default_factory=dict)
    near: frozenset[int] = frozenset()

    def home(self, holds: Callable[[Unit], bool] = lambda unit: True) -> SectionKey | None:
        """The most promising of the sections that hold a unit of a kind, if there is one."""
        found = {section_key(s.unit) for s in self.scored if holds(s.unit)}
        return max(found, key=lambda section: self.promise[section], default=None)

    def best(self, number: int) -> list[Unit]:
        """The most relevant units, best first."""
        return [s.unit for s in sorted(self.scored, key=lambda s: -s.relevance)[:number]]

    def of(self, section: SectionKey) -> list[Unit]:
        """The units of one section."""
        return [s.unit for s in self.scored if section_key(s.unit) == section]


class EvidenceReader:
    """Reads the sections that hold the best passages."""

    def __init__(
        self,
        document: Callable[[DocumentId], Document],
        embedder: Embedder,
        idf: Callable[[str], float],
    ) -> None:
        self._document = document
        self._embedder = embedder
        self._vectors = RememberedVectors(embedder)
        self.embed = self._vectors.of
        self._idf = idf
        self._weights = Weights()

    def read(self, part: Part) -> Evidence:
        """Scores every unit of the part's best sections against the part's query.

        Without those that do not speak of what it names (`serve.extract.subjects`).
        """
        units = speaking(part.query, self._units(part.hits), self._idf)
        if not units:
            return Evidence(part.query.expanded, (), {}, {}, part.embedding)
        firsts = {section_key(u): u for u in reversed(units)}
        near = near_passages(units, part.hits)
        texts = [_embedded_text(u) for u in units]
        relevance = self._relevance(part.query.expanded, part.embedding, texts, near)
        scored = tuple(ScoredUnit(u, r) for u, r in zip(units, relevance, strict=True))
        headings = self._vectors.of([u.heading for u in firsts.values()]) @ part.embedding
        restated = dict(zip(firsts, map(float, headings), strict=True))
        promise = {
            key: self._promise(part, key, [s for s in scored if section_key(s.unit) == key]) for key in firsts
        }
        read = frozenset(id(u) for u, n in zip(units, near, strict=True) if n)
        trust = by_passage(units, part)
        return Evidence(part.query.expanded, scored, restated, promise, part.embedding, trust, read)

    def _promise(self, part: Part, section: SectionKey, scored: Sequence[ScoredUnit]) -> float:
        """Its best passage, its best unit, its heading's side of the subject, and its words."""
        passages = [h for h in part.hits if (h.passage.document, h.passage.section) == section[:2]]
        score = max((min(max(h.score, 1e-4), 1 - 1e-4) for h in passages), default=1e-4)
        heading = scored[0].unit.heading
        text = "\n".join([heading, *(s.unit.readable for s in scored)])
        w = self._weights
        return (
            w.logit * math.log(score / (1 - score))
            + w.unit * max(s.relevance for s in scored)
            + w.facet * agreement(part.query.text, heading)
            + w.words * float(self._coverage(part.query.expanded, [text])[0])
            - w.introduction * scored[0].unit.introductory
        )

    def renamed(self, evidence: Evidence) -> Evidence | None:
        """With what the question counts called as the evidence calls it, if it has another name for it."""
        texts = [s.unit.readable for s in evidence.scored]
        query = by_another_name(evidence.query, texts, self._vectors.of)
        return replace(evidence, query=query) if query else None

    def groups(self, evidence: Evidence, units: Sequence[Unit]) -> list[Group]:
        """The pieces of one section, scored by what the question asks beyond the section's heading.

        All pieces share the heading, so that its words tell none of them from another: of "which
        engines support speculative decoding", "which engines support" is left under that heading.
        """
        pieces = gather(units)
        asked = beyond(evidence.query, units[0].heading)
        vector = evidence.embedding if asked == evidence.query else self._embedder.embed_queries([asked])[0]
        own = [_own_text(u) for u in units]
        whole = ["\n".join((p[0].lead_text, *(u.readable for u in p))).strip() for p in pieces]
        ways = ((evidence.query, evidence.embedding), (asked, vector))
        near = [any(id(u) in evidence.near for u in part) for part in [*([u] for u in units), *pieces]]
        both = zip(*(self._relevance(*way, [*own, *whole], near) for way in ways), strict=True)
        relevance = (sum(pair) / 2 for pair in both)
        trust = {id(u): self._weights.passage * evidence.passages.get(id(u), 0.0) for u in units}
        by_unit = {id(u): r + trust[id(u)] for u, r in zip(units, relevance, strict=False)}
        scored = [tuple(ScoredUnit(u, by_unit[id(u)]) for u in piece) for piece in pieces]
        labels = [label_of(p[0].lead_text or p[0].text) for p in pieces]
        leads = [a[-1].span == b[0].lead for a, b in pairwise(pieces)] + [False]
        return [
            Group(
                members,
                next(relevance) + agreement(asked, label) + max(trust[id(s.unit)] for s in members),
                leading,
            )
            for members, label, leading in zip(scored, labels, leads, strict=True)
        ]

    def _relevance(
        self, query: str, vector: NDArray[np.float32], texts: Sequence[str], near: Sequence[bool]
    ) -> list[float]:
        """Texts far from the evidence's passages are not embedded: none is nearer than the others."""
        known = self._vectors.of([t for t, n in zip(texts, near, strict=True) if n]) @ vector
        cosines = np.full(len(texts), known.min(initial=1.0))
        cosines[np.array(near, bool)] = known
        found = self._weights.cosine * cosines + self._weights.coverage * self._coverage(query, texts)
        return [float(r) for r in found]

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
            units += nearest(section_units(document, section), hits)
        return units

    def _coverage(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        weights = {t: self._idf(t) or 1.0 for t in tokenize(query)}
        total = sum(weights.values()) or 1.0
        return np.array(
            [sum(weights[t] for t in weights.keys() & set(tokenize(text))) / total for text in texts]
        )


def beyond(query: str, heading: str) -> str:
    """The words of the question that the heading lacks; all of them where none carries meaning."""
    shared = set(tokenize(heading))
    left = " ".join(w for w in query.split() if not shared.intersection(tokenize(w)))
    return left if tokenize(left) else query


def _embedded_text(unit: Unit) -> str:
    return "\n".join(part for part in (unit.heading, _own_text(unit)) if part)


def _own_text(unit: Unit) -> str:
    return "\n".join(part for part in (unit.lead_text, unit.readable) if part)


def _section_of(document: Document, hit: Hit) -> Section:
    return next(s for s in sections(document) if s.start <= hit.passage.start < s.end)
