"""What retrieval returns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.index import IndexReader
from ingest.index.payload import Filter
from ingest.types import EVERYONE, Passage
from retrieval.query.process import ProcessedQuestion, Query


@dataclass(frozen=True, slots=True)
class StageScore:
    """Where one stage put a passage: `rank` counts from 1, `score` is in the stage's own unit."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage. `score` is the last stage's that saw it; reranked ones hold a probability.

    `cosine` is the similarity of query and passage whichever stage found it.
    """

    passage: Passage
    score: float
    cosine: float
    stages: Mapping[str, StageScore] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One query's own evidence, best first, and the figures that its confidence rests on.

    `embedding` is the query's, float32[dimension].
    """

    query: Query
    hits: tuple[Hit, ...]
    figures: Mapping[str, float]
    confidence: float
    embedding: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The evidence for a question.

    `whole` is for the question in one; `parts` are for the sides of a comparison or the halves of
    a double question, empty for a single one. `confidence` in a `Part` is the calibrated
    probability that its evidence answers. `unmentioned` names what the question is about where no passage
    mentions it.
    """

    question: ProcessedQuestion
    whole: Part
    parts: tuple[Part, ...]
    timings_ms: Mapping[str, float]
    unmentioned: tuple[str, ...] = ()


Observer = Callable[[str, float], None]
"""Told of each stage as it ends: its name, and the milliseconds it took."""


def unobserved(name: str, ms: float) -> None:
    """Nobody looks on."""


class Searcher(Protocol):
    """Anything that finds evidence in one open index."""

    index: IndexReader

    def retrieve(
        self,
        question: str,
        history: Sequence[str] = (),
        groups: Sequence[str] = (EVERYONE,),
        limit: int | None = None,
        filters: Sequence[Filter] = (),
        observe: Observer = unobserved,
    ) -> Retrieval:
        """See `retrieval.pipeline.Retriever.retrieve`."""
        ...
