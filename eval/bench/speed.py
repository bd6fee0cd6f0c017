"""Ingestion beside LlamaIndex's pipeline: the same files and weights, in turn, and where our time goes."""

import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from eval.bench.document import machine, table
from eval.bench.llamaindex import Weights, ingested
from ingest.index import open_index
from ingest.models import Embedder, load_embedder
from ingest.pipeline import Watchers, ingest

STAGES = ("reading", "cutting", "embedding", "writing the index")


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest: how many passages of how many tokens, and the seconds it took, by stage where known."""

    passages: int
    tokens: int
    seconds: float
    stages: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Speed:
    """The runs of each, in the order they were made; `size` is the splitter's, that of our passages."""

    ours: Sequence[Run]
    theirs: Sequence[Run]
    size: int


def measured(files: Sequence[Path], rounds: int) -> Speed:
    """Interleaved, so that other load on the machine meets both alike; the models are loaded before."""
    embedder, weights = load_embedder(), Weights()
    first = _ours(files, embedder)
    size = max(32, round(first.tokens / first.passages))
    _theirs(files[:1], size, weights, embedder)
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_ours(files, embedder))
        theirs.append(_theirs(files, size, weights, embedder))
    return Speed(ours, theirs, size)


def _ours(files: Sequence[Path], embedder: Embedder) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        lap = {"reading": started, "cutting": started, "embedding": started}

        def read(done: int, total: int) -> None:
            lap["reading"] = time.perf_counter()

        def embedded(done: int, total: int) -> None:
            lap["embedding"] = time.perf_counter()
            if done == 0:
                lap["cutting"] = lap["embedding"]

        report = ingest(files, Path(folder), lambda: embedder, watchers=Watchers(read, embedded))
        marks = [started, lap["reading"], lap["cutting"], lap["embedding"], time.perf_counter()]
        with closing(open_index(Path(folder), embedder.name)) as index:
            texts = [p.indexed_text for p in index.catalogue.all_passages()]
    stages = tuple(b - a for a, b in pairwise(marks))
    return Run(report.passages, sum(embedder.count_tokens(texts)), marks[-1] - marks[0], stages)


def _theirs(files: Sequence[Path], size: int, weights: Weights, embedder: Embedder) -> Run:
    started = time.perf_counter()
    texts = ingested(files, size, 0, weights)
    seconds = time.perf_counter() - started
    return Run(len(texts), sum(embedder.count_tokens(texts)), seconds)


def section(speed: Speed, rounds: int) -> str:
    """The section of the document."""
    ours, theirs = _median(speed.ours), _median(speed.theirs)
    rows = [
        ("ours: parsed, cut, embedded, BM25, on disk", *_cells(ours)),
        (f"LlamaIndex: SentenceSplitter {speed.size}/0, embedded, in memory", *_cells(theirs)),
    ]
    ratio = (ours.passages / ours.seconds) / (theirs.passages / theirs.seconds)
    tokens = (ours.tokens / ours.seconds) / (theirs.tokens / theirs.seconds)
    shares = [(n, f"{s:.2f}", f"{s / ours.seconds:.0%}") for n, s in zip(STAGES, ours.stages, strict=True)]
    return f"""\
## Speed of ingestion

`rag-eval bench ingest FILES --rounds {rounds}`, {machine()}.

The same Markdown files, the same all-MiniLM-L6-v2 weights, one process, by turns; the median of
{rounds} runs. LlamaIndex's `IngestionPipeline` runs them on torch in float32, cuts pieces of our passages'
mean length without overlap, and keeps the vectors in memory. Ours include headings, write catalogue,
BM25 and vectors to disk, and swap the version in.

{table(("", "passages", "tokens", "seconds", "passages/s", "tokens/s"), rows)}

Ours ingests {ratio:.1f} times as many passages a second, and {tokens:.1f} times as many tokens.

{table(("where our time goes", "seconds", "share"), shares)}
"""


def _median(runs: Sequence[Run]) -> Run:
    middle = median(run.seconds for run in runs)
    return min(runs, key=lambda run: abs(run.seconds - middle))


def _cells(run: Run) -> tuple[str, ...]:
    a, b = run.passages / run.seconds, run.tokens / run.seconds
    return f"{run.passages:,}", f"{run.tokens:,}", f"{run.seconds:.2f}", f"{a:,.0f}", f"{b:,.0f}"
