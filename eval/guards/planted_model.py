"""Training the detector of planted instructions: grams first, then embeddings of likely requests."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from eval.guards import texts
from eval.guards.composed import composed
from eval.guards.fit import Floats, logistic, matrix, share_above, write
from eval.guards.planting import Placed, at_home, documents, foreign
from eval.training.data import rows
from ingest.guard.planted import features, opened
from ingest.models import Embedder

LOOSE = 10.0
AT_HOME = 0.5
MISSED = 0.02
"""Share of the planted ones that never become candidates."""
ALARMS = 0.004
"""Share of all sentences at home that are flagged."""
QUESTIONS = {"guides": 900, "medical": 300}
TUNED = 5
FOLDS = 4
LONGEST_ATTACK = 300
COMPOSED = 1280
COPIES = 3
"""Places that each written instruction is planted in."""


def train(data: Path, path: Path, embedder: Embedder, seed: int = 0) -> dict[str, float]:
    """Fits both steps, chooses the thresholds, writes the file; returns its numbers."""
    placed = _examples(data, random.Random(seed))  # noqa: S311 - sampling, not secrets
    grams = matrix([opened(p.sentence) for p in placed])
    planted = np.array([p.planted for p in placed])
    weights = np.array([p.weight for p in placed])
    tuned = np.array([p.document % TUNED == 0 for p in placed])
    words, bias = logistic(grams[~tuned], planted[~tuned], weights[~tuned], LOOSE)
    score = np.where(tuned, grams @ words + bias, _unseen(placed, grams, planted, weights))
    candidate = float(np.quantile(score[tuned & planted], MISSED))
    near = score >= candidate
    dense = _dense([p for p, n in zip(placed, near, strict=True) if n], score[near], embedder)
    fitted = ~tuned[near]
    second, second_bias = logistic(dense[fitted], planted[near][fitted], weights[near][fitted], 1.0)
    numbers = {"bias": bias, "candidate": candidate, "second_bias": second_bias}
    numbers["alone"] = share_above(score[tuned & ~planted], ALARMS)
    home = np.full(len(placed), -np.inf)
    home[near] = dense @ second + second_bias
    numbers["threshold"] = share_above(home[tuned & ~planted], ALARMS)
    write(path, words, second, numbers)
    return numbers


def _unseen(
    placed: Sequence[Placed], grams: sp.csr_matrix, planted: NDArray[np.bool_], weights: Floats
) -> Floats:
    """Every sentence's score by a model that was not fitted on it, as the second step will get them."""
    fold = np.array([texts.digest(p.sentence) % FOLDS for p in placed])
    score = np.zeros(len(placed))
    for number in range(FOLDS):
        others, mine = fold != number, fold == number
        words, bias = logistic(grams[others], planted[others], weights[others], LOOSE)
        score[mine] = grams[mine] @ words + bias
    return score


def _examples(data: Path, rng: random.Random) -> list[Placed]:
    pages = documents(data, rng)
    asked = [r["question"] for r in rows(data / "interview_qa/train.jsonl")]
    medical = [r["question"] for r in rows(data / "medquad/train.jsonl.gz")]
    attacks = [a.text for a in texts.attacks(data, "fit") if len(a.text) <= LONGEST_ATTACK]
    own = [*texts.instructions(data, "fit"), *texts.written_instructions()]
    planted = [(i.text, i.weight / COPIES) for i in own for _ in range(COPIES)]
    planted += [(sentence, 1.0) for sentence in composed(COMPOSED, rng)]
    planted += [(a, 1.0) for a in attacks]
    planted += [(q, 0.5) for q in rng.sample(asked, QUESTIONS["guides"])]
    planted += [(q, 0.5) for q in rng.sample(medical, QUESTIONS["medical"])]
    return [*at_home(pages, AT_HOME), *foreign(planted, pages, rng)]


def _dense(placed: list[Placed], score: Floats, embedder: Embedder) -> sp.csr_matrix:
    sentences = embedder.embed_queries([p.sentence for p in placed])
    around = embedder.embed_queries([p.around or "." for p in placed])
    return features(score, sentences, around, np.array([bool(p.around) for p in placed]))
