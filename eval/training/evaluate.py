"""How well a trained reranker orders what it was never trained on, beside the orders without it.

Each held-out question comes with the hybrid search's top 20 passages; six orders of the same 20 are
compared, over documents: a document ranks where its best passage does. An answer outside the 20
counts as not found in all of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.metrics import bootstrap, macro, ndcg, recall, reciprocal_rank
from eval.training import store
from eval.training.mining import BM25_WEIGHT, Floats, Mined
from ingest.errors import ModelProblem, PathProblem
from ingest.models.pairs import OpenVinoPairScorer, PairScorer
from ingest.models.weights import read_tensors
from retrieval.fusion import reciprocal_rank_fusion

Array = NDArray[np.float64]
ORDERS = ("BM25", "cosine", "RRF", "hybrid", "head", "mix")
METRICS = ("MRR@10", "nDCG@10", "recall@1", "recall@5")
SPLITS = ("held_out", "dev")


@dataclass(frozen=True, slots=True)
class MixWeights:
    """What the mix gives cosine and BM25, beside 1 for the head's logit."""

    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the questions, measured: the mean over their pools, whatever the pools' sizes.

    `figures`: order -> metric -> value. `gain`: metric -> (mix - hybrid, low, high), the 95% interval.
    """

    title: str
    questions: int
    pools: int
    figures: dict[str, dict[str, float]]
    gain: dict[str, tuple[float, float, float]]


def evaluate(
    folder: Path, weights: Path, groups: Sequence[str], sample: int, report: Callable[[str], None]
) -> tuple[str, list[Slice]]:
    """The model's name and its figures on the folder's held-out lists.

    No `groups` means all of them; a `sample` above 0 is the most questions of a pool, the same ones
    for every model.
    """
    texts, lists = _held_out(folder, groups)
    lists = sampled(lists, sample) if sample else lists
    mix, scorer = mix_weights(weights), OpenVinoPairScorer(weights)
    report(f"{scorer.describe()}; mix {mix.cosine:.2f} cosine + {mix.bm25:.4f} BM25 + head")
    heads = head_scores(scorer, texts, lists)
    values = np.array([measure(m, orders(m, head, mix)) for m, head in zip(lists, heads, strict=True)])
    return scorer.name, slices(lists, values)


def _held_out(folder: Path, groups: Sequence[str]) -> tuple[list[str], list[Mined]]:
    if not (folder / store.TEXTS).exists():
        raise PathProblem(f"{folder} holds no mined lists: run `rag-eval train reranker` first")
    texts, lists = store.load(folder)
    kept = [m for m in lists if m.split in SPLITS and (not groups or m.group in groups)]
    if not kept:
        raise PathProblem(f"{folder} holds no held-out questions of {', '.join(groups) or 'any group'}")
    return texts, kept


def sampled(lists: Sequence[Mined], most: int) -> list[Mined]:
    """At most so many lists of each pool, drawn by a fixed seed, in their order."""
    drawn: dict[str, list[int]] = {}
    for row in np.random.default_rng(0).permutation(len(lists)):
        drawn.setdefault(lists[row].pool, []).append(int(row))
    return [lists[i] for i in sorted(i for rows in drawn.values() for i in rows[:most])]


def mix_weights(path: Path) -> MixWeights:
    """What training found, from the file's metadata; raises ModelProblem where it is not there."""
    _, metadata = read_tensors(path)
    try:
        return MixWeights(float(metadata["mix_cosine"]), float(metadata["mix_bm25"]))
    except (KeyError, ValueError) as error:
        raise ModelProblem(f"{path} does not say how to mix its scores: {error}") from error


def head_scores(scorer: PairScorer, texts: Sequence[str], lists: Sequence[Mined]) -> Iterator[Floats]:
    """For each list, the head's logits float32[n]."""
    for m in lists:
        yield scorer.score(m.question, [texts[i] for i in m.passages])


def orders(m: Mined, head: Floats, mix: MixWeights) -> dict[str, Floats]:
    """Order -> scores float[n]; -inf is not in the order at all, like what BM25 does not match."""
    matched = np.where(m.bm25 > 0, m.bm25, -np.inf)
    return {
        "BM25": matched,
        "cosine": m.cosine,
        "RRF": _fused({"BM25": _ranked(matched), "cosine": _ranked(m.cosine)}, len(head)),
        "hybrid": m.cosine + BM25_WEIGHT * m.bm25,
        "head": head,
        "mix": mix.cosine * m.cosine + mix.bm25 * m.bm25 + head,
    }


def _ranked(scores: Floats) -> list[int]:
    return [int(i) for i in np.argsort(-scores, kind="stable") if np.isfinite(scores[i])]


def _fused(rankings: Mapping[str, Sequence[int]], n: int) -> Floats:
    scores = np.full(n, -np.inf, np.float32)
    for row, score in reciprocal_rank_fusion(rankings, {}):
        scores[row] = score
    return scores


def measure(m: Mined, scored: Mapping[str, Floats]) -> Array:
    """float[orders, metrics] of one question."""
    answering = {int(d) for d in m.documents[m.labels != 0]}
    found = []
    for order in ORDERS:
        documents = dict.fromkeys(int(m.documents[i]) for i in _ranked(scored[order]))
        right = [d in answering for d in documents]
        found.append(
            [
                reciprocal_rank(right, 10),
                ndcg(right, m.answers, 10),
                recall(right, m.answers, 1),
                recall(right, m.answers, 5),
            ]
        )
    return np.array(found)


def slices(lists: Sequence[Mined], values: Array) -> list[Slice]:
    """All questions, then each group, its splits and kinds of question, and each pool.

    `values`: float[q, orders, metrics]. A slice of the same questions as a wider one is left out.
    """
    titles: dict[str, list[int]] = {}
    for level in range(5):
        for row, m in enumerate(lists):
            levels = ("all", m.group, f"{m.group}, {m.split}", f"{m.group}, {m.kind}", m.pool)
            titles.setdefault(levels[level], []).append(row)
    widest: dict[tuple[int, ...], str] = {}
    for title, rows in titles.items():
        widest.setdefault(tuple(rows), title)
    return [_slice(title, [lists[i] for i in rows], values[list(rows)]) for rows, title in widest.items()]


def _slice(title: str, lists: Sequence[Mined], values: Array) -> Slice:
    names = np.array([m.pool for m in lists])
    strata = [values[names == name] for name in dict.fromkeys(m.pool for m in lists)]
    figures = {
        order: {metric: macro([s[:, o, k] for s in strata]) for k, metric in enumerate(METRICS)}
        for o, order in enumerate(ORDERS)
    }
    mix, hybrid = ORDERS.index("mix"), ORDERS.index("hybrid")
    gain = {}
    for k, metric in enumerate(METRICS):
        differences = [s[:, mix, k] - s[:, hybrid, k] for s in strata]
        gain[metric] = (macro(differences), *bootstrap(differences))
    return Slice(title, len(lists), len(strata), figures, gain)
