"""The retriever over a real index: lengths, order and what every stage says of a hit."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ingest.models import Embedder, load_embedder
from ingest.pipeline import ingest
from ingest.tokens import tokenize
from retrieval.calibration import load_calibration
from retrieval.pipeline import Retriever
from retrieval.query.process import vocabulary_of
from retrieval.rerank import load_scorer, reranker_of
from retrieval.settings import RetrievalSettings
from retrieval.types import Hit, Part
from serve.bootstrap import build_engine
from serve.settings import Settings

QUESTION = "How do LoRA and QLoRA reduce memory?"
UNRELATED = "zzyx qwv"
DEPTH = 60
"""A longer list is searched deeper, so that its candidates may differ."""


def over(data_dir: Path, **changed: Any) -> Retriever:
    """Over this index, with these settings."""
    return build_engine(Settings(data_dir=data_dir, **changed)).retriever


@pytest.fixture(scope="module")
def retriever(corpus_index: Path) -> Retriever:
    """Over the project's corpus, with the defaults."""
    return over(corpus_index)


def hits(retriever: Retriever, question: str = QUESTION, limit: int | None = None) -> tuple[Hit, ...]:
    """The hits for the whole question."""
    return retriever.retrieve(question, limit=limit).whole.hits


@pytest.mark.parametrize("limit", [None, 1, 3, 20, 21, 60, 100])
def test_there_are_as_many_hits_as_asked_for(retriever: Retriever, limit: int | None):
    """Five by default, else the limit, no passage twice; a short list is the head of a long one."""
    found = hits(retriever, limit=limit)
    assert len(found) == (limit or 5)
    assert len({h.passage.id for h in found}) == len(found)
    if len(found) <= DEPTH:
        head = hits(retriever)[: len(found)]
        assert [h.passage.id for h in found[: len(head)]] == [h.passage.id for h in head]


def test_a_limit_beyond_the_index_gives_every_passage(retriever: Retriever):
    """No more than there are, and none is lost on the way through the stages."""
    passages = retriever.index.bm25.passages
    assert 100 < passages < 1000
    assert len(hits(retriever, limit=1000)) == passages


@pytest.mark.parametrize("question", [QUESTION, UNRELATED])
def test_what_was_reranked_comes_first(retriever: Retriever, question: str):
    """The 20 candidates lead, best first; behind them the fused order goes on, and no score ever rises."""
    found = hits(retriever, question, limit=DEPTH)
    ranks = [h.stages["rerank"].rank if "rerank" in h.stages else 0 for h in found]
    assert ranks == [*range(1, 21), *[0] * 40]
    assert [h.stages["fusion"].rank for h in found[20:]] == list(range(21, 61))
    assert all(before.score >= after.score for before, after in pairwise(found))
    assert all(h.score == h.stages["rerank"].score for h in found[:20])
    assert all(0 <= h.score <= 1 for h in found)


@pytest.mark.parametrize("name", ["dense", "bm25", "fusion", "rerank"])
def test_ranks_and_scores_of_a_stage_agree(retriever: Retriever, name: str):
    """In each stage the ranks count from 1 without a gap, and a better rank has no lower score."""
    stages = sorted(
        (h.stages[name].rank, h.stages[name].score) for h in hits(retriever, limit=1000) if name in h.stages
    )
    assert [rank for rank, _ in stages] == list(range(1, len(stages) + 1))
    assert all(before >= after for (_, before), (_, after) in pairwise(stages))


@pytest.mark.parametrize("weights", [{}, {"dense_weight": 0.5, "lexical_weight": 2.0}])
def test_the_fused_score_is_made_of_the_ranks(corpus_index: Path, weights: dict[str, float]):
    """weight / (60 + rank) of each search that found the passage, and candidates are the fused head."""
    for hit in hits(over(corpus_index, depth=30, **weights), limit=30):
        shares = (
            weights.get(weight, 1.0) / (60 + hit.stages[name].rank)
            for name, weight in (("dense", "dense_weight"), ("bm25", "lexical_weight"))
            if name in hit.stages
        )
        assert hit.stages["fusion"].score == pytest.approx(sum(shares))
        assert ("rerank" in hit.stages) == (hit.stages["fusion"].rank <= 20)


def test_what_matches_no_term_has_no_lexical_rank(retriever: Retriever):
    """BM25 ranks exactly the passages that hold a term of the question."""
    found = retriever.retrieve(QUESTION, limit=1000).whole
    terms = set(tokenize(found.query.expanded))
    matching = [bool(terms & set(tokenize(h.passage.indexed_text))) for h in found.hits]
    assert ["bm25" in h.stages for h in found.hits] == matching
    assert 0 < sum(matching) < len(matching)
    assert not any("bm25" in h.stages for h in hits(retriever, UNRELATED, 50))


def test_every_hit_has_its_cosine(corpus_index: Path, embedder: Embedder):
    """A passage that only BM25 found has the similarity of question and passage like any other."""
    retriever = over(corpus_index, depth=3)
    found = retriever.retrieve(QUESTION).whole
    (query,) = embedder.embed_queries([found.query.expanded])
    vectors = embedder.embed_passages([h.passage.indexed_text for h in found.hits])
    assert [h.cosine for h in found.hits] == pytest.approx((vectors @ query).tolist(), abs=0.002)
    assert any("dense" not in h.stages for h in found.hits)


def test_parts_are_searched_like_the_whole(retriever: Retriever):
    """A comparison gives evidence for each side, five passages whatever the limit of the whole."""
    found = retriever.retrieve("LoRA vs RLHF", limit=9)
    assert [p.query.text for p in (found.whole, *found.parts)] == ["LoRA vs RLHF", "LoRA", "RLHF"]
    assert [len(p.hits) for p in (found.whole, *found.parts)] == [9, 5, 5]
    alone = retriever.retrieve("RLHF").whole
    assert [h.passage.id for h in found.parts[1].hits] == [h.passage.id for h in alone.hits]
    assert found.parts[1].confidence == pytest.approx(alone.confidence, abs=1e-3)


def test_confidence_does_not_depend_on_the_limit(retriever: Retriever):
    """How many hits are shown does not decide whether a question is answered."""
    sure = [retriever.retrieve(QUESTION, limit=n).whole.confidence for n in (5, 50)]
    assert sure[0] == pytest.approx(sure[1])
    assert 0 <= retriever.retrieve(UNRELATED).whole.confidence < sure[0] <= 1


PIPELINE = """# Handbook

## How is a production pipeline put together?

1. Document processing: parse documents, split them into chunks with overlap, handle tables and images.
2. Query processing: rewrite the user query (QUEX: draft an answer, embed that instead).
3. Generation: the best chunks go into the prompt with an instruction to cite.

## What does an agent do?

An agent takes actions by calling tools in a loop until the task is complete.

## When does an agent stop?

An agent stops when its task is complete or its budget is spent.
"""


def test_before_a_refusal_the_passage_that_holds_the_name_judges(tmp_path: Path):
    """Behind one that says more of the question, it makes a refusal less sure, and changes no order."""
    (tmp_path / "handbook.md").write_text(PIPELINE, encoding="utf-8")
    ingest([tmp_path / "handbook.md"], tmp_path / "index", load_embedder)
    whole = asked(tmp_path / "index", refuse_below=0.0)
    again = asked(tmp_path / "index", refuse_below=1.0)
    assert [h.passage.id for h in whole.hits] == [h.passage.id for h in again.hits]
    assert "QUEX" not in whole.hits[0].passage.text
    assert again.confidence > whole.confidence + 0.01


def asked(data_dir: Path, refuse_below: float) -> Part:
    """The evidence for a question about a name, under this threshold."""
    engine = build_engine(Settings(data_dir=data_dir))
    scorer = load_scorer("minilm")
    assert scorer
    retriever = Retriever(
        engine.retriever.index,
        load_embedder(),
        reranker_of(scorer),
        vocabulary_of(engine.retriever.index),
        replace(load_calibration(scorer.name), refuse_below=refuse_below),
        RetrievalSettings(),
    )
    return retriever.retrieve("What is a QUEX agent?").whole
