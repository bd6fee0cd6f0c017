"""ragas's metrics that need no judge: contexts by id and by wording, and the answer beside the reference."""

from collections.abc import Sequence
from typing import Any

import ragas
from ragas.dataset_schema import SingleTurnSample
from ragas.embeddings.base import BaseRagasEmbedding
from ragas.metrics._context_precision import IDBasedContextPrecision, NonLLMContextPrecisionWithReference
from ragas.metrics._context_recall import IDBasedContextRecall, NonLLMContextRecall
from ragas.metrics.base import SingleTurnMetric
from ragas.metrics.collections import SemanticSimilarity

from eval.ragas.rows import found_sections
from eval.ragas.scoring import scored
from eval.runs.types import Asked
from eval.runs.values import ID_PRECISION, ID_RECALL, SIMILARITY, TEXT_PRECISION, TEXT_RECALL
from ingest.models import Embedder

VERSION: str = ragas.__version__
CONTEXTS = {
    ID_PRECISION: IDBasedContextPrecision,
    ID_RECALL: IDBasedContextRecall,
    TEXT_PRECISION: NonLLMContextPrecisionWithReference,
    TEXT_RECALL: NonLLMContextRecall,
}
"""From private modules, since their public place warns of successors that do not exist yet."""


class ProjectEmbedding(BaseRagasEmbedding):  # type: ignore[misc] # mypy runs where ragas is not installed
    """The embedding model of the project."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self._embedder = embedder

    def embed_text(self, text: str, **_: Any) -> list[float]:
        """float[dimension]."""
        return [float(x) for x in self._embedder.embed_passages([text])[0]]

    async def aembed_text(self, text: str, **_: Any) -> list[float]:
        """See `embed_text`."""
        return self.embed_text(text)


def context_values(asked: Sequence[Asked]) -> list[dict[str, float]]:
    """For each question that has an answer, metric -> value; where nothing was found, they are 0."""
    found = [a for a in asked if a.hits]
    columns = {name: _column(name, kind(), found) for name, kind in CONTEXTS.items()}
    rows = iter(zip(*columns.values(), strict=True))
    return [dict(zip(columns, next(rows) if a.hits else (0.0,) * len(columns), strict=True)) for a in asked]


def _column(name: str, metric: SingleTurnMetric, asked: Sequence[Asked]) -> list[float]:
    return scored(name, asked, lambda a: metric.single_turn_ascore(_sample(a)), lambda a: a.id)


def similarities(asked: Sequence[Asked], embedder: Embedder) -> list[float]:
    """For each answer, the cosine with its reference; a refusal has none of it, and counts 0.

    Risch et al., "Semantic Answer Similarity for Evaluating Question Answering Models", 2021.
    """
    metric = SemanticSimilarity(embeddings=ProjectEmbedding(embedder))

    async def score(a: Asked) -> float:
        if a.refused:
            return 0.0
        said = " ".join(s["text"] for s in a.answer["sentences"])
        return float((await metric.ascore(a.reference, said)).value)

    return scored(SIMILARITY, asked, score, lambda a: a.id)


def _sample(asked: Asked) -> SingleTurnSample:
    return SingleTurnSample(
        retrieved_context_ids=found_sections(asked),
        reference_context_ids=list(asked.sections),
        retrieved_contexts=[hit["text"] for hit in asked.hits],
        reference_contexts=list(asked.contexts),
    )
