"""Question -> ranked evidence: the stages in order, each timed, each visible in the result."""

import time
from collections.abc import Sequence

import numpy as np

from ingest.index import IndexReader
from ingest.index.vectors import Vector
from ingest.models import Embedder
from ingest.tokens import tokenize
from ingest.types import EVERYONE
from retrieval.calibration import Calibration
from retrieval.confidence import ScoredText, features, probability
from retrieval.fusion import reciprocal_rank_fusion
from retrieval.query.process import Query, Vocabulary, process
from retrieval.rerank import Candidate, Reranker
from retrieval.settings import RetrievalSettings
from retrieval.types import Hit, Part, Retrieval, StageScore

Ranked = list[tuple[int, float]]
Stages = dict[int, dict[str, StageScore]]


class Retriever:
    """One index version with the parts that search it."""

    def __init__(
        self,
        index: IndexReader,
        embedder: Embedder,
        reranker: Reranker,
        vocabulary: Vocabulary,
        calibration: Calibration,
        settings: RetrievalSettings,
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.reranker = reranker
        self._vocabulary = vocabulary
        self._calibration = calibration
        self._settings = settings

    def retrieve(
        self,
        question: str,
        history: Sequence[str] = (),
        groups: Sequence[str] = (EVERYONE,),
        limit: int | None = None,
    ) -> Retrieval:
        """The evidence that these groups may see; `limit` is the number of hits (default: evidence)."""
        clock = Clock()
        processed = process(question, history, self._vocabulary, self._settings)
        clock.lap("process")
        vectors = self.embedder.embed_queries([q.expanded for q in processed.queries])
        clock.lap("embed")
        limits = [limit or self._settings.evidence] + [self._settings.evidence] * (len(vectors) - 1)
        parts = [
            self._evidence(query, vector, groups, number, clock)
            for query, vector, number in zip(processed.queries, vectors, limits, strict=True)
        ]
        return Retrieval(processed, parts[0], tuple(parts[1:]), clock.laps, vectors[0])

    def _evidence(
        self, query: Query, vector: Vector, groups: Sequence[str], limit: int, clock: "Clock"
    ) -> Part:
        terms = tokenize(query.expanded)
        fused, stages = self._search(terms, vector, groups, max(self._settings.depth, limit))
        clock.lap("search")
        hits = self._rerank(query, vector, fused, stages, limit)
        clock.lap("rerank")
        figures = self._figures(terms, hits[: self._settings.evidence])
        sure = probability(figures, self._calibration.confidence) if hits else 0.0
        return Part(query, tuple(hits[:limit]), figures, sure)

    def _search(
        self, terms: Sequence[str], vector: Vector, groups: Sequence[str], depth: int
    ) -> tuple[Ranked, Stages]:
        """The fused (ordinal, score) list, best first, and where each stage put each ordinal."""
        dense = self.index.search_dense(vector, depth, groups)
        lexical = self.index.search_lexical(terms, depth, groups)
        weights = {"dense": self._settings.dense_weight, "bm25": self._settings.lexical_weight}
        rankings = {"dense": [o for o, _ in dense], "bm25": [o for o, _ in lexical]}
        fused = reciprocal_rank_fusion(rankings, weights)
        stages: Stages = {}
        for name, found in (("dense", dense), ("bm25", lexical), ("fusion", fused)):
            for rank, (ordinal, score) in enumerate(found, start=1):
                stages.setdefault(ordinal, {})[name] = StageScore(rank, score)
        return fused, stages

    def _rerank(self, query: Query, vector: Vector, fused: Ranked, stages: Stages, limit: int) -> list[Hit]:
        """The reranked candidates, best first, and behind them the rest of the fused list."""
        head, tail = fused[: self._settings.candidates], fused[self._settings.candidates : limit]
        candidates = self._candidates(query, vector, [o for o, _ in head], stages)
        scores = self.reranker.score(query.text, candidates) if candidates else np.zeros(0)
        order = sorted(range(len(head)), key=lambda i: -scores[i])
        hits = []
        for rank, i in enumerate(order, start=1):
            stages[head[i][0]]["rerank"] = StageScore(rank, float(scores[i]))
            hits.append(self._hit(candidates[i], float(scores[i]), stages[head[i][0]]))
        floor = hits[-1].score if hits else 0.0
        rest = self._candidates(query, vector, [o for o, _ in tail], stages)
        # What was not reranked must not outrank what was.
        behind = [
            self._hit(c, floor * score / (fused[0][1] or 1.0), stages[o])
            for c, (o, score) in zip(rest, tail, strict=True)
        ]
        return [*hits, *behind]

    def _candidates(
        self, query: Query, vector: Vector, ordinals: Sequence[int], stages: Stages
    ) -> list[Candidate]:
        """Passages with the cosine and BM25 score that they have, whichever stage found them."""
        if not ordinals:
            return []
        unseen = [o for o in ordinals if "dense" not in stages[o]]
        found = self.index.vectors(unseen) @ vector if unseen else ()
        cosines = dict(zip(unseen, found, strict=True))
        return [
            Candidate(
                passage,
                float(cosines[o] if o in cosines else stages[o]["dense"].score),
                stages[o]["bm25"].score if "bm25" in stages[o] else 0.0,
            )
            for o, passage in zip(ordinals, self.index.passages(ordinals), strict=True)
        ]

    @staticmethod
    def _hit(candidate: Candidate, score: float, stages: dict[str, StageScore]) -> Hit:
        return Hit(candidate.passage, score, candidate.cosine, stages)

    def _figures(self, terms: Sequence[str], hits: Sequence[Hit]) -> dict[str, float]:
        texts = [ScoredText(frozenset(tokenize(h.passage.indexed_text)), h.cosine, h.score) for h in hits]
        return features(terms, texts, self.index.bm25.idf, self.index.bm25.unseen_idf)


class Clock:
    """Milliseconds between laps, summed by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Ends the stage `name`."""
        now = time.perf_counter()
        self.laps[name] = self.laps.get(name, 0.0) + (now - self._last) * 1000
        self._last = now
