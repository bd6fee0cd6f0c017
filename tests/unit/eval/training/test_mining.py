"""Mined lists: labels, masks, and nothing held out in anything that is trained on."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.training.data import Pool, Question, Split
from eval.training.mining import BM25_WEIGHT, CutPool, Mined, mine

SPLITS: tuple[Split, ...] = ("train", "held_out", "dev")
MODEST = settings(deadline=None, max_examples=40, derandomize=True, database=None)


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


class Pointing:
    """An embedder of made-up unit vectors, which depend on the text alone."""

    name, dimension = "made", 4

    def embed_queries(self, texts: list[str]) -> np.ndarray:
        """float32[n, 4]."""
        made = np.stack([np.random.default_rng(list(t.encode())).normal(size=4) for t in texts])
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)

    embed_passages = embed_queries


@st.composite
def pools(draw: st.DrawFn) -> tuple[Pool, CutPool]:
    """Up to thirty documents of one to three passages, each of a few words, and questions of all splits."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=30))
    documents = np.repeat(np.arange(len(sizes)), sizes)
    texts = [f"about lock {d} token {i} broker {d % 3} cache {i % 5}." for i, d in enumerate(documents)]
    pool = Pool(
        "made", draw(st.sampled_from(["guides", "medquad"])), [f"document {i}" for i in range(len(sizes))]
    )
    answers = st.frozensets(st.integers(0, len(sizes) - 1), min_size=1, max_size=3)
    for number in range(draw(st.integers(1, 12))):
        text = f"which lock {number} has a token?"
        pool.questions.append(Question(text, draw(answers), draw(st.sampled_from(SPLITS))))
    return pool, CutPool(texts, documents, draw(st.integers(0, 1000)))


def mined(pool: Pool, cut: CutPool) -> list[Mined]:
    """Its lists, with the made-up embedder."""
    made = Pointing()
    return list(mine(pool, cut, made.embed_passages(cut.texts), made, seeded(0)))


@MODEST
@given(made=pools())
def test_nothing_held_out_is_in_a_training_list(made: tuple[Pool, CutPool]):
    """Neither a held-out question nor a document that only held-out questions have for an answer."""
    pool, cut = made
    asked = {q.text for q in pool.questions if q.split != "train"}
    trained = {d for q in pool.questions if q.split == "train" for d in q.answers}
    hidden = {d for q in pool.questions if q.split == "held_out" for d in q.answers} - trained
    for m in (m for m in mined(pool, cut) if m.split == "train"):
        assert m.question not in asked
        assert not hidden & {int(d) for d in m.documents}
        assert m.labels.max() == 1


@MODEST
@given(made=pools())
def test_the_positive_is_the_best_passage_of_an_answering_document(made: tuple[Pool, CutPool]):
    """One positive a list at most; other passages of answering documents are masked, the rest negative."""
    pool, cut = made
    answers = {q.text: q.answers for q in pool.questions}
    for m in (m for m in mined(pool, cut) if m.kind == "asked"):
        answering = np.isin(m.documents, list(answers[m.question]))
        hybrid = m.cosine + BM25_WEIGHT * m.bm25
        assert ((m.labels != 0) == answering).all()
        assert (m.labels == 1).sum() == answering.any()
        if answering.any():
            assert hybrid[m.labels == 1][0] == pytest.approx(hybrid[answering].max())


@MODEST
@given(made=pools())
def test_passages_are_numbered_globally_and_listed_once(made: tuple[Pool, CutPool]):
    """A number less the pool's first is a passage of the document that the list names."""
    pool, cut = made
    for m in mined(pool, cut):
        assert len(set(m.passages)) == len(m.passages)
        assert (cut.documents[m.passages - cut.first] == m.documents).all()


@MODEST
@given(made=pools())
def test_held_out_questions_are_asked_as_they_are_of_all_passages(made: tuple[Pool, CutPool]):
    """Each held-out question gives one list, best first, also where its answer is not found."""
    pool, cut = made
    lists = [m for m in mined(pool, cut) if m.split != "train"]
    assert [m.question for m in lists] == [q.text for q in pool.questions if q.split != "train"]
    for m in lists:
        hybrid = m.cosine + BM25_WEIGHT * m.bm25
        assert m.kind == "asked"
        assert len(m.passages) == min(20, len(cut.texts))
        assert (np.diff(hybrid) <= 1e-6).all()
