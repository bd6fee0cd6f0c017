"""Question -> ranked evidence: the stages in order, each timed, each visible in the result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.index import IndexReader
from ingest.index.payload import Filter
from ingest.index.vectors import Vector
from ingest.models import Embedder, word_list
from ingest.models.late import EmbeddedQuestion, embed_questions
from ingest.tokens import tokenize
from ingest.types import EVERYONE
from retrieval.calibration import Calibration
from retrieval.clock import Clock
from retrieval.confidence import ScoredText, features, probability
from retrieval.fusion import reciprocal_rank_fusion
from retrieval.late import matched
from retrieval.mentions import Mentions
from retrieval.naming import holder_first
from retrieval.query.assist import Assistant, Consultation, Step
from retrieval.query.focus import named, unmentioned
from retrieval.query.process import Query, Vocabulary, process
from retrieval.query.small import small_names
from retrieval.query.spelled import as_spelled
from retrieval.rerank import Candidate, Reranker
from retrieval.settings import RetrievalSettings
from retrieval.types import Hit, Observer, Part, Retrieval, StageScore, unobserved

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
        assistant: Assistant | None = None,
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.reranker = reranker
        self._vocabulary = vocabulary
        self._calibration = calibration
        self._settings = settings
        self._assistant = assistant

    def over(self, settings: RetrievalSettings, assistant: Assistant | None = None) -> "Retriever":
        """The same index and models under other settings, with a language model to ask about questions."""
        parts = (self.index, self.embedder, self.reranker, self._vocabulary, self._calibration)
        return Retriever(*parts, settings, assistant)

    def retrieve(
        self,
        question: str,
        history: Sequence[str] = (),
        groups: Sequence[str] = (EVERYONE,),
        limit: int | None = None,
        filters: Sequence[Filter] = (),
        observe: Observer = unobserved,
    ) -> Retrieval:
        """The evidence that these groups may see and all filters allow; `limit` hits (default: evidence).

        `observe` is told as each stage ends, of a question with parts each time for each of them.
        """
        scope = Scope(groups, filters)
        clock = Clock(observe)
        processed = process(question, history, self._vocabulary, self._settings, self._assistant)
        mentions = Mentions(self.index, self._vocabulary.frequency, groups)
        processed = processed.worded(lambda text: as_spelled(text, mentions.texts_with))
        clock.lap("process")
        read = embed_questions(self.embedder, [q.expanded for q in processed.queries])
        clock.lap("embed")
        limits = [limit or self._settings.evidence] + [self._settings.evidence] * (len(read) - 1)
        whole, *parts = (
            self._evidence(query, asked, scope, number, clock)
            for query, asked, number in zip(processed.queries, read, limits, strict=True)
        )
        whole, steps = self._looked_again(whole, read[0], scope, limits[0], clock)
        queries = (whole.query, *processed.queries[1:])
        processed = replace(processed, queries=queries, steps=(*processed.steps, *steps))
        sides = processed.subjects if processed.compares else ()
        small = small_names(processed.whole.text, read[0].tokens)
        strange = unmentioned(processed.whole.text, mentions, word_list(), sides, small)
        return Retrieval(processed, whole, tuple(parts), clock.laps, strange)

    def _looked_again(
        self, evidence: Part, asked: EmbeddedQuestion, scope: "Scope", limit: int, clock: Clock
    ) -> tuple[Part, list[Step]]:
        """The evidence with what other words find where it would be refused, and what the model was asked.

        It is ranked and judged by the question itself all the same: other words cannot make it easier.
        """
        consultation = Consultation(self._settings, self._assistant)
        for _ in range(self._settings.second_look):
            if evidence.confidence >= self._calibration.refuse_below:
                break
            seen = [h.passage.indexed_text for h in evidence.hits]
            words = consultation.ask("second look", evidence.query.text, seen)
            clock.lap("process")
            if not words or words[0] in evidence.query.variants:
                break
            query = replace(evidence.query, variants=(*evidence.query.variants, *words))
            evidence = self._evidence(query, asked, scope, limit, clock)
        return evidence, consultation.steps

    def _evidence(
        self, query: Query, asked: EmbeddedQuestion, scope: "Scope", limit: int, clock: Clock
    ) -> Part:
        terms = tokenize(query.expanded)
        searches = [(terms, asked.vector)]
        if beside := self._beside(query):
            searches += beside
            clock.lap("embed")
        fused, stages = self._search(searches, scope, max(self._settings.depth, limit))
        clock.lap("search")
        hits = self._rerank(query, asked, fused, stages, limit)
        clock.lap("rerank")
        figures, sure = self._judged(terms, evidence := hits[: self._settings.evidence])
        if sure < self._calibration.refuse_below:
            names = {t for word in named(query.text, word_list()) for t in tokenize(word)}
            again = self._judged(terms, holder_first(evidence, names, self.index.bm25.idf))
            figures, sure = max((figures, sure), again, key=lambda judged: judged[1])
        return Part(query, tuple(hits[:limit]), figures, sure, asked.vector)

    def _judged(self, terms: Sequence[str], hits: Sequence[Hit]) -> tuple[dict[str, float], float]:
        """The evidence's figures, and the probability that it answers."""
        figures = self._figures(terms, hits)
        return figures, probability(figures, self._calibration.confidence) if hits else 0.0

    def _beside(self, query: Query) -> list[tuple[list[str], Vector]]:
        """Terms and vectors of the other wordings; of an imagined answer the vector alone.

        Its words are guesses, and BM25 would take them at their word.
        """
        wordings = [(tokenize(text), text) for text in query.variants]
        wordings += [([], query.hypothetical)] if query.hypothetical else []
        vectors = self.embedder.embed_queries([text for _, text in wordings]) if wordings else ()
        return [(terms, vector) for (terms, _), vector in zip(wordings, vectors, strict=True)]

    def _search(
        self, searches: Sequence[tuple[Sequence[str], Vector]], scope: "Scope", depth: int
    ) -> tuple[Ranked, Stages]:
        """The fused (ordinal, score) list, best first, and where each stage put each ordinal.

        The first search is the question's own, and its stages have no number.
        """
        found: dict[str, Ranked] = {}
        weights: dict[str, float] = {}
        for number, (terms, vector) in enumerate(searches, start=1):
            suffix = f" {number}" if number > 1 else ""
            dense, lexical = self.index.search_both(vector, terms, depth, scope.groups, scope.filters)
            found[f"dense{suffix}"], found[f"bm25{suffix}"] = dense, lexical
            weights[f"dense{suffix}"] = self._settings.dense_weight
            weights[f"bm25{suffix}"] = self._settings.lexical_weight
        fused = reciprocal_rank_fusion({name: [o for o, _ in r] for name, r in found.items()}, weights)
        stages: Stages = {}
        for name, ranked in {**found, "fusion": fused}.items():
            _note(stages, name, ranked)
        return fused, stages

    def _rerank(
        self, query: Query, asked: EmbeddedQuestion, fused: Ranked, stages: Stages, limit: int
    ) -> list[Hit]:
        """The reranked candidates, best first, and behind them the rest of the fused list."""
        head, tail = fused[: self._settings.candidates], fused[self._settings.candidates : limit]
        ordinals = [o for o, _ in head]
        candidates = self._candidates(query, asked, ordinals, stages)
        for name in ("late", "piece"):
            told = [(o, getattr(c, name)) for o, c in zip(ordinals, candidates, strict=True)]
            _note(stages, name, sorted((t for t in told if t[1] is not None), key=lambda found: -found[1]))
        scores = self.reranker.score(query.text, candidates) if candidates else np.zeros(0)
        order = sorted(range(len(head)), key=lambda i: -scores[i])
        _note(stages, "rerank", [(ordinals[i], float(scores[i])) for i in order])
        hits = [self._hit(candidates[i], float(scores[i]), stages[ordinals[i]]) for i in order]
        floor = hits[-1].score if hits else 0.0
        # They keep the order of the fusion, so that their codes need not be read.
        rest = self._candidates(query, EmbeddedQuestion(asked.vector), [o for o, _ in tail], stages)
        # What was not reranked must not outrank what was.
        behind = [
            self._hit(c, floor * score / (fused[0][1] or 1.0), stages[o])
            for c, (o, score) in zip(rest, tail, strict=True)
        ]
        return [*hits, *behind]

    def _candidates(
        self, query: Query, asked: EmbeddedQuestion, ordinals: Sequence[int], stages: Stages
    ) -> list[Candidate]:
        """Passages with the figures that they have, whichever stage found them."""
        if not ordinals:
            return []
        unseen = [o for o in ordinals if "dense" not in stages[o]]
        found = self.index.vectors(unseen) @ asked.vector if unseen else ()
        cosines = dict(zip(unseen, found, strict=True))
        told = matched(query.expanded, asked, ordinals, self.index)
        return [
            Candidate(
                passage,
                float(cosines[o] if o in cosines else stages[o]["dense"].score),
                stages[o]["bm25"].score if "bm25" in stages[o] else 0.0,
                *figures,
            )
            for o, passage, figures in zip(ordinals, self.index.passages(ordinals), told, strict=True)
        ]

    @staticmethod
    def _hit(candidate: Candidate, score: float, stages: dict[str, StageScore]) -> Hit:
        return Hit(candidate.passage, score, candidate.cosine, stages)

    def _figures(self, terms: Sequence[str], hits: Sequence[Hit]) -> dict[str, float]:
        texts = [_scored_text(h) for h in hits]
        return features(terms, texts, self.index.bm25.idf, self.index.bm25.unseen_idf)


def _scored_text(hit: Hit) -> ScoredText:
    """Of an embedding model without pieces the passage itself is the best one."""
    piece = hit.stages["piece"].score if "piece" in hit.stages else hit.cosine
    return ScoredText(frozenset(tokenize(hit.passage.indexed_text)), hit.cosine, hit.score, piece)


def _note(stages: Stages, name: str, ranked: Ranked) -> None:
    """What a stage made of each passage, best first."""
    for rank, (ordinal, score) in enumerate(ranked, start=1):
        stages.setdefault(ordinal, {})[name] = StageScore(rank, score)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search may find: what one of the asker's groups may see, and all filters allow."""

    groups: Sequence[str]
    filters: Sequence[Filter]
