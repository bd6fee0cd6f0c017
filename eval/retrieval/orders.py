"""One question to one index: its answer's place in every order, and whether it would be refused.

All orders but the last search the question as it was typed; the last is the product, which also
reads the conversation, mends spelling and expands abbreviations before it searches.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from eval.golden import in_section
from eval.retrieval.sets import Collection, Question
from ingest.index import IndexReader
from ingest.models import Embedder, PairScorer, PassageTokens
from ingest.models.late import EmbeddedQuestion, embed_questions
from ingest.tokens import tokenize
from ingest.types import EVERYONE, Passage
from retrieval.calibration import load_calibration
from retrieval.fusion import reciprocal_rank_fusion
from retrieval.late import matched
from retrieval.pipeline import Retriever
from retrieval.query.process import vocabulary_of
from retrieval.rerank import CalibratedMix, Candidate, Scores, reranker_of
from retrieval.settings import RetrievalSettings
from serve.refusal import unanswerable

BM25, COSINE, RRF, WEIGHTED = "BM25", "cosine", "RRF", "weighted fusion"
LATE, RERANKER, FULL = "with late interaction", "reranker alone", "full pipeline"
Score = Callable[[str, Sequence[Candidate]], Scores]


@dataclass(frozen=True, slots=True)
class Observed:
    """`units` are the documents or sections, best first, by order; `confidence` is the product's.

    `read`: the passages that the product's cross-encoder read.
    """

    question: Question
    units: Mapping[str, tuple[str, ...]]
    confidence: float
    refused: bool
    read: int = 0


class Counted:
    """A cross-encoder that counts the passages it reads."""

    def __init__(self, scorer: PairScorer) -> None:
        self.name = scorer.name
        self.describe = scorer.describe
        self.read = 0
        self._scorer = scorer

    def score(self, question: str, passages: Sequence[str | PassageTokens]) -> Scores:
        """See `PairScorer.score`."""
        self.read += len(passages)
        return self._scorer.score(question, passages)


class Bench:
    """One index with everything that orders its passages."""

    def __init__(
        self, index: IndexReader, embedder: Embedder, scorer: PairScorer | None, settings: RetrievalSettings
    ) -> None:
        self._index, self._embedder, self._settings = index, embedder, settings
        mix = CalibratedMix(load_calibration().mix)
        self._scores: dict[str, Score] = {WEIGHTED: _without_late(mix.score), LATE: mix.score}
        if scorer:
            self._scores[RERANKER] = _logits_of(scorer)
        self._counted = Counted(scorer) if scorer else None
        reranker = reranker_of(self._counted)
        calibration = load_calibration(reranker.name)
        self._least = calibration.refuse_below
        parts = (vocabulary_of(index), calibration, settings)
        self._product = Retriever(index, embedder, reranker, *parts)

    def observe(self, collection: Collection) -> Iterable[Observed]:
        """Every question of the collection in every order."""
        self._embedder.embed_queries([q.text for q in collection.questions])
        for question in collection.questions:
            yield self._observed(question, collection.by_section)

    def _observed(self, question: Question, by_section: bool) -> Observed:
        before = self._read()
        found = self._product.retrieve(question.text, question.history, limit=self._settings.depth)
        read = self._read() - before
        orders = self.plain(question.text) if question.relevant else {}
        orders[FULL] = [h.passage for h in found.whole.hits]
        units = {name: units_of(passages, question, by_section) for name, passages in orders.items()}
        refused = unanswerable(found, self._least) is not None
        return Observed(question, units, found.whole.confidence, refused, read)

    def _read(self) -> int:
        return self._counted.read if self._counted else 0

    def plain(self, text: str) -> dict[str, list[Passage]]:
        """The orders that search these words as they are, each of at most `depth` passages."""
        (asked,), depth = embed_questions(self._embedder, [text]), self._settings.depth
        lexical = dict(self._index.search_lexical(tokenize(text), depth, (EVERYONE,)))
        dense = [o for o, _ in self._index.search_dense(asked.vector, depth, (EVERYONE,))]
        weights = {"dense": self._settings.dense_weight, "bm25": self._settings.lexical_weight}
        fused = reciprocal_rank_fusion({"dense": dense, "bm25": list(lexical)}, weights)
        net = [o for o, _ in fused[:depth]]
        orders = {BM25: list(lexical), COSINE: dense, RRF: net}
        head, rest = net[: self._settings.candidates], net[self._settings.candidates :]
        candidates = self._candidates(text, asked, head, lexical)
        for name, score in self._scores.items():
            best = np.argsort(-score(text, candidates), kind="stable") if head else ()
            orders[name] = [head[i] for i in best] + rest
        return {name: self._index.passages(order) for name, order in orders.items()}

    def _candidates(
        self, text: str, asked: EmbeddedQuestion, ordinals: Sequence[int], lexical: Mapping[int, float]
    ) -> list[Candidate]:
        if not ordinals:
            return []
        cosines = self._index.vectors(ordinals) @ asked.vector
        told = matched(text, asked, ordinals, self._index)
        bm25 = [lexical.get(o, 0.0) for o in ordinals]
        rows = zip(self._index.passages(ordinals), cosines.tolist(), bm25, told, strict=True)
        return [Candidate(passage, cosine, score, *figures) for passage, cosine, score, figures in rows]


def units_of(passages: Iterable[Passage], question: Question, by_section: bool) -> tuple[str, ...]:
    """The passages' documents or sections, each at its first passage's place.

    What stands in a part of a labelled section stands in that section.
    """
    if not by_section:
        return tuple(dict.fromkeys(str(p.document) for p in passages))
    labels = sorted(question.relevant, key=len, reverse=True)
    named = (next((s for s in labels if in_section(p.heading, s)), p.heading) for p in passages)
    return tuple(dict.fromkeys(named))


def _without_late(score: Score) -> Score:
    return lambda text, candidates: score(text, [replace(c, late=None, pieces=()) for c in candidates])


def _logits_of(scorer: PairScorer) -> Score:
    return lambda text, candidates: scorer.score(text, [c.excerpt for c in candidates])
