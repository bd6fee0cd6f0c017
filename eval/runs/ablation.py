"""The same questions ranked with less and less of the pipeline."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from eval.golden import GoldenQuestion
from eval.retrieval.cache import CachedScorer, RememberingEmbedder
from eval.retrieval.orders import BM25, COSINE, FULL, RRF, Bench, Observed
from eval.retrieval.sets import GOLDEN, Collection, Question
from eval.runs.estimates import figures
from eval.runs.metrics.retrieval import MRR, NDCG, RECALL, retrieval_values
from eval.runs.types import Figures
from retrieval.pipeline import Retriever
from retrieval.rerank import load_scorer
from serve.settings import Settings

RERANKED, PROCESSED = "+ reranker", "+ query processing"
STAGES = {BM25: BM25, COSINE: COSINE, RRF: RRF, RERANKED: FULL}
"""Stage -> the order of `Bench` that it is, where nothing processes the question."""
TYPED = {"spelling": False, "abbreviations": False, "decompose": False}


def ablate(
    retriever: Retriever, settings: Settings, questions: Sequence[GoldenQuestion], whole: Figures
) -> Mapping[str, Figures]:
    """Stage -> retrieval figures over what has an answer; the last stage is the run itself: `whole`."""
    asked = [q for q in questions if q.answerable]
    # Without the conversation: following it up is a part of processing.
    plain = [Question(q.question, frozenset(q.sections)) for q in asked]
    observed = _observed(retriever, settings, Collection(GOLDEN, GOLDEN, settings.ingest.data_dir, plain))
    found = {stage: _figures(observed, order) for stage, order in STAGES.items()}
    return found | {PROCESSED: {metric: whole[metric] for metric in (RECALL, MRR, NDCG)}}


def _observed(retriever: Retriever, settings: Settings, collection: Collection) -> list[Observed]:
    typed = settings.retrieval.model_copy(update=TYPED)
    embedder = RememberingEmbedder(retriever.embedder)
    scorer = load_scorer(settings.retrieval.reranker)
    if scorer is None:
        return list(Bench(retriever.index, embedder, None, typed).observe(collection))
    # The bench has two orders of the same candidates scored: each pair is read once.
    with closing(CachedScorer(scorer, Path(":memory:"))) as cached:
        return list(Bench(retriever.index, embedder, cached, typed).observe(collection))


def _figures(observed: Sequence[Observed], order: str) -> Figures:
    return figures([retrieval_values(o.units[order], o.question.relevant) for o in observed])
