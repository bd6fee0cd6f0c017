"""Every contestant on the same records and questions: its ranks, and what its best score tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from numpy.typing import NDArray

from eval.calibrate.report import auc
from eval.golden import in_section
from eval.metrics import bootstrap, macro, ndcg, recall, reciprocal_rank
from eval.peers.player import MODULES, OURS, playing
from eval.retrieval.sets import CLAPNQ, CODE, CORPUS, DEV, GOLDEN, Collection, Question, load_collections
from ingest.reading import read_paths
from ingest.sections import sections
from ingest.types import Document

SETS = (DEV, CODE, CLAPNQ, GOLDEN)
METRICS = ("MRR@10", "nDCG@10", "recall@5")
Values = NDArray[np.float64]
"""float64[questions, metrics]."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One contestant on one collection; `best` are its best scores of answerable and other questions."""

    group: str
    values: Values
    best: tuple[tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Quality:
    """A set's figures by contestant: mean and 95% interval by metric, and the paired difference to ours.

    `separates` is the AUC of the best score between answerable and unanswerable questions, None where the set
    has none of the latter.
    """

    group: str
    questions: int
    means: Mapping[str, Mapping[str, tuple[float, float, float]]]
    behind: Mapping[str, Mapping[str, tuple[float, float, float]]]
    separates: Mapping[str, float | None]


def measured(data: Path, environments: Path, models: Path, sample: int) -> list[Quality]:
    """The four sets; a `sample` above 0 is the most questions of a kind in each collection."""
    collections = [_in_records(c) for c in load_collections(data, sample) if c.group in SETS]
    ranked = {name: [_ranked(name, c, environments, models) for c in collections] for name in MODULES}
    return [
        _quality(group, {n: [r for r in rs if r.group == group] for n, rs in ranked.items()})
        for group in SETS
    ]


def _in_records(collection: Collection) -> Collection:
    """A folder's sections become records, so that all contestants rank the same units."""
    if not isinstance(collection.documents, Path):
        return collection
    documents = (d for d in read_paths([CORPUS]) if isinstance(d, Document))
    records = [
        {"id": " > ".join(section.path), "title": "", "text": document.text[section.start : section.end]}
        for document in documents
        for section in sections(document)
        if section.blocks
    ]
    return Collection(collection.group, collection.name, records, collection.questions)


def _ranked(name: str, collection: Collection, environments: Path, models: Path) -> Ranked:
    assert not isinstance(collection.documents, Path)  # noqa: S101 - see _in_records
    items = [(r["id"], "\n".join(filter(None, (r["title"], r["text"])))) for r in collection.documents]
    values: list[list[float]] = []
    answerable: list[float] = []
    other: list[float] = []
    with (
        TemporaryDirectory() as folder,
        playing(name, environments, models, Path(folder) / "index") as player,
    ):
        player.index(items, split=True)
        for question in collection.questions:
            found, _ = player.search(question.text, rerank=True)
            best = max((score for _, score, _ in found), default=0.0)
            (answerable if question.relevant else other).append(best)
            if question.relevant:
                values.append(_values([i for i, _, _ in found], question, collection.group == GOLDEN))
    click.echo(f"{name}: {collection.name}, {len(collection.questions)} questions", err=True)
    return Ranked(collection.group, np.array(values, float), (tuple(answerable), tuple(other)))


def _values(ids: Sequence[str], question: Question, by_section: bool) -> list[float]:
    """A value a metric of the records in order, each at its first place."""
    labels = sorted(question.relevant, key=len, reverse=True)
    named = ids
    if by_section:
        named = [next((s for s in labels if in_section(i, s)), i) for i in ids]
    right = [i in question.relevant for i in dict.fromkeys(named)]
    total = len(question.relevant)
    return [reciprocal_rank(right, 10), ndcg(right, total, 10), recall(right, total, 5)]


def _quality(group: str, ranked: Mapping[str, Sequence[Ranked]]) -> Quality:
    strata = {name: [r.values for r in found] for name, found in ranked.items()}
    separates = {name: _separates(found) for name, found in ranked.items()}
    return replace(compared(group, strata, METRICS), separates=separates)


def compared(group: str, strata: Mapping[str, Sequence[Values]], metrics: Sequence[str]) -> Quality:
    """Means by metric and contestant, and the paired differences to ours."""
    means, behind = {}, {}
    for k, metric in enumerate(metrics):
        means[metric] = {name: _estimate([s[:, k] for s in found]) for name, found in strata.items()}
        behind[metric] = {
            name: _estimate([ours[:, k] - s[:, k] for ours, s in zip(strata[OURS], found, strict=True)])
            for name, found in strata.items()
            if name != OURS
        }
    return Quality(group, sum(len(s) for s in strata[OURS]), means, behind, dict.fromkeys(strata))


def _estimate(strata: Sequence[Values]) -> tuple[float, float, float]:
    return macro(strata), *bootstrap(strata)


def _separates(found: Sequence[Ranked]) -> float | None:
    answerable = [b for r in found for b in r.best[0]]
    other = [b for r in found for b in r.best[1]]
    return auc(answerable, other) if other else None
