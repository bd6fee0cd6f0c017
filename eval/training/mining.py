"""Pools -> lists of candidates: what the hybrid search finds, with its scores and weak labels.

Weak supervision: a document answers, which of its passages does is not known. The passage that
the hybrid likes best counts as the positive and the document's others are masked out.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.training import augment
from eval.training.data import Group, Pool, Question, Split
from eval.training.passages import TokenCounter, cut
from ingest.index.postings import fit
from ingest.models.embedder import Embedder
from ingest.tokens import tokenize

BM25_WEIGHT = 0.005
DEPTH = 20
RANDOM_NEGATIVES = 4
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Mined:
    """One question with its n candidates.

    `passages`: global numbers of the texts, int[n]. `cosine`, `bm25`: float[n]. `labels`: int[n], 1
    for the positive, 0 for a negative, -1 for another passage of an answering document.
    `documents`: int[n], the pool's document numbers. `answers`: how many documents answer.
    """

    question: str
    pool: str
    group: Group
    split: Split
    kind: str
    passages: NDArray[np.int64]
    documents: NDArray[np.int64]
    cosine: Floats
    bm25: Floats
    labels: NDArray[np.int64]
    answers: int


@dataclass(frozen=True, slots=True)
class CutPool:
    """A pool's passages: texts, each one's document, and the number of the first among all pools'."""

    texts: list[str]
    documents: NDArray[np.int64]
    first: int


def cut_pool(pool: Pool, first: int, count: TokenCounter) -> CutPool:
    """Cuts every document; a title precedes each of its passages."""
    texts, documents = [], []
    for number, document in enumerate(pool.documents):
        for passage in cut(document, count):
            texts.append("\n".join(part for part in (pool.titles.get(number), passage) if part))
            documents.append(number)
    return CutPool(texts, np.array(documents), first)


def variants(pool: Pool, passages: CutPool, rng: random.Random) -> list[tuple[Question, str]]:
    """The questions as they are and, of those trained on, rough copies and keyword queries."""
    found = [(q, "asked") for q in pool.questions]
    trained = [q for q in pool.questions if q.split == "train"]
    some = rng.sample(trained, len(trained) // 3)
    found += [(Question(augment.rough(q.text, rng), q.answers), "rough") for q in some]
    if pool.name == "medquad":
        return found
    for q in rng.sample(trained, len(trained) // 4):
        own = np.flatnonzero(np.isin(passages.documents, list(q.answers)))
        words = augment.keywords(passages.texts[rng.choice(own)], rng) if len(own) else ""
        found += [(Question(words, q.answers), "keywords")] if words else []
    return found


def mine(
    pool: Pool, passages: CutPool, vectors: Floats, embedder: Embedder, rng: random.Random
) -> Iterator[Mined]:
    """The candidate lists of a pool's questions. `vectors`: float[p, d], the passages'."""
    lexical = fit([tokenize(t) for t in passages.texts])
    asked = variants(pool, passages, rng)
    cosines = embedder.embed_queries([q.text for q, _ in asked]) @ vectors.T
    hidden = held_out_documents(pool)
    for (question, kind), cosine in zip(asked, cosines, strict=True):
        bm25 = lexical.scores(tokenize(question.text)).astype(np.float32)
        closed = np.isin(passages.documents, list(hidden if question.split == "train" else ()))
        mined = _candidates(question, kind, pool, passages, (cosine, bm25), closed, rng)
        if question.split != "train" or (mined.labels == 1).any():
            yield mined


def held_out_documents(pool: Pool) -> set[int]:
    """Documents that answer held-out questions are not even negatives in training."""
    held = {d for q in pool.questions if q.split == "held_out" for d in q.answers}
    return held - {d for q in pool.questions if q.split == "train" for d in q.answers}


def _candidates(
    question: Question,
    kind: str,
    pool: Pool,
    passages: CutPool,
    scores: tuple[Floats, Floats],
    closed: NDArray[np.bool_],
    rng: random.Random,
) -> Mined:
    cosine, bm25 = scores
    hybrid = np.where(closed, -np.inf, cosine + BM25_WEIGHT * bm25)
    answering = np.isin(passages.documents, list(question.answers))
    rows = list(np.argsort(-hybrid, kind="stable")[:DEPTH])
    if question.split == "train":
        rows += _added(hybrid, answering, rng)
    chosen = np.array(list(dict.fromkeys(r for r in rows if np.isfinite(hybrid[r]))), dtype=np.int64)
    labels = np.where(answering[chosen], -1, 0)
    if answering[chosen].any():
        best = max(np.flatnonzero(answering[chosen]), key=lambda i: hybrid[chosen[i]])
        labels[best] = 1
    return Mined(
        question=question.text,
        pool=pool.name,
        group=pool.group,
        split=question.split,
        kind=kind,
        passages=chosen + passages.first,
        documents=passages.documents[chosen],
        cosine=cosine[chosen].astype(np.float32),
        bm25=bm25[chosen],
        labels=labels,
        answers=len(question.answers),
    )


def _added(hybrid: Floats, answering: NDArray[np.bool_], rng: random.Random) -> Sequence[int]:
    """For training: the answer's best passage wherever it ranks, and a few random passages."""
    own = np.flatnonzero(answering)
    best = [int(own[np.argmax(hybrid[own])])] if len(own) else []
    return best + [rng.randrange(len(hybrid)) for _ in range(RANDOM_NEGATIVES)]
