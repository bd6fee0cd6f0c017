"""Training the detector of planted instructions: grams, shared words, embeddings of the doubtful."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from eval.guards import texts
from eval.guards.composed import composed
from eval.guards.fit import Floats, logistic, matrix, share_above, write
from eval.guards.planting import Placed, at_home, documents, foreign
from eval.training.data import rows
from ingest.guard.overlap import Overlap
from ingest.guard.planted import features, opened, overlapping
from ingest.models import Embedder, package

LOOSE = 10.0
AT_HOME = 0.5
MISSED = 0.02
"""Share of the planted ones that do not read like requests: they never become candidates."""
UNDOUBTED = 0.03
"""Share of the planted candidates that have so much in common with what is around them that nothing is
embedded.
"""
ALARMS = 0.002
"""Share of all sentences at home that are flagged, and, where nothing is around them, `ALONE_ALARMS`."""
ALONE_ALARMS = 0.004
QUESTIONS = {"guides": 900, "medical": 300}
TUNED = 5
FOLDS = 4
LONGEST_ATTACK = 300
COMPOSED = 1280
COPIES = 3
"""Places that each written instruction is planted in."""


@dataclass(frozen=True, slots=True)
class _Likely:
    """Sentences that read like requests and have text around them; `score` is the log-odds of their words."""

    said: list[str]
    around: list[str]
    score: Floats
    planted: NDArray[np.bool_]
    weights: Floats
    tuned: NDArray[np.bool_]

    def fit(self, features: NDArray[np.float32]) -> tuple[Floats, float]:
        """Coefficients and bias of a logistic regression on what is not kept for the thresholds."""
        known = ~self.tuned
        return logistic(features[known], self.planted[known], self.weights[known], 1.0)


def train(data: Path, path: Path, embedder: Embedder, seed: int = 0) -> dict[str, float]:
    """Fits the three steps, chooses the thresholds, writes the file; returns its numbers."""
    placed = _examples(data, random.Random(seed))  # noqa: S311 - sampling, not secrets
    planted = np.array([p.planted for p in placed])
    tuned = np.array([p.document % TUNED == 0 for p in placed])
    weights = np.array([p.weight for p in placed])
    grams = matrix([opened(p.sentence) for p in placed])
    words, bias = logistic(grams[~tuned], planted[~tuned], weights[~tuned], LOOSE)
    score = np.where(tuned, grams @ words + bias, _unseen(placed, grams, planted, weights))
    numbers = {"bias": bias, "candidate": float(np.quantile(score[tuned & planted], MISSED))}
    numbers["alone"] = share_above(score[tuned & ~planted], ALONE_ALARMS)

    chosen = (score >= numbers["candidate"]) & np.array([bool(p.around) for p in placed])
    mine = [p for p, c in zip(placed, chosen, strict=True) if c]
    texts_of = [p.sentence for p in mine], [p.around for p in mine]
    likely = _Likely(*texts_of, score[chosen], planted[chosen], weights[chosen], tuned[chosen])
    rarity, centre = _pieces([p.sentence for p in placed if not p.planted])
    shared, near = Overlap(rarity, centre).compared(likely.said, likely.around)
    common = overlapping(likely.score, shared, near)
    sorting, _ = likely.fit(common)
    odds = common @ sorting
    numbers["doubtful"] = float(np.quantile(odds[likely.tuned & likely.planted], UNDOUBTED))

    vectors = embedder.embed_queries(likely.said), embedder.embed_queries(likely.around)
    dense = features(likely.score, shared, *vectors)
    second, numbers["second_bias"] = likely.fit(dense)
    home = np.full(len(placed), -np.inf)
    home[chosen] = np.where(odds >= numbers["doubtful"], dense @ second + numbers["second_bias"], -np.inf)
    numbers["threshold"] = share_above(home[tuned & ~planted], ALARMS)
    pieces = {"rarity": rarity, "centre": centre}
    write(path, {"words": words, "dense": second, "sorting": sorting, **pieces}, numbers)
    return numbers


def _pieces(sentences: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The logarithm of how few sentences hold each word piece, and the mean piece's vector."""
    table = np.asarray(package.load_tensors()["embeddings.word_embeddings.weight"])
    plain = Overlap(np.ones(len(table), np.float32), np.zeros(table.shape[1], np.float32))
    held = np.concatenate([np.unique(p) for p in plain.pieces(sentences)])
    holding = np.bincount(held, minlength=len(table))
    rarity = np.log((len(sentences) + 1) / (holding + 1))
    return rarity.astype(np.float32), (holding @ table / len(held)).astype(np.float32)


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
