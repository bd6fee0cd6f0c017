"""Questions asked at once, with batches shared between callers and without, in turn on the same models."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.document import machine, table
from eval.golden import load_golden
from ingest.models.runtime import Runtime
from serve.bootstrap import load_models, open_engine
from serve.engine import Engine
from serve.settings import Settings

QUESTIONS = 16
FIGURES = ("seconds an answer", "processor seconds an answer", "p50, s", "p95, s")


@dataclass(frozen=True, slots=True)
class Shared:
    """The `FIGURES` of a round by callers and whether they shared, float64[rounds, 4]."""

    rounds: int
    figures: dict[tuple[int, bool], np.ndarray[Any, np.dtype[np.float64]]]


def measured(data_dir: Path, callers: Sequence[int], rounds: int) -> Shared:
    """Asks the golden questions of the index by so many threads; who goes first alternates."""
    settings = Settings(data_dir=data_dir)
    engine = open_engine(settings, load_models(settings))
    questions = [q.question for q in load_golden("corpus")][:QUESTIONS]
    runtimes = _runtimes(engine)
    sharing = [runtime._joined for runtime in runtimes]
    _asked(engine, questions, 1)  # kernels are made, and pieces of documents remembered
    found: dict[tuple[int, bool], list[list[float]]] = {(n, s): [] for n in callers for s in (False, True)}
    for number in range(rounds):
        for n in callers:
            for shares in (False, True) if number % 2 else (True, False):
                for runtime, joined in zip(runtimes, sharing, strict=True):
                    alone: Callable[..., Any] = runtime._together
                    runtime._joined = joined if shares else alone  # type: ignore[assignment]
                found[n, shares].append(_asked(engine, questions, n))
    return Shared(rounds, {key: np.array(rows) for key, rows in found.items()})


def section(found: Shared) -> str:
    """The sums over all rounds, shared as a ratio to unshared."""
    rows = []
    for n in sorted({callers for callers, _ in found.figures}):
        alone, shared = found.figures[n, False], found.figures[n, True]
        ratios = shared.sum(0) / alone.sum(0)
        rows.append([str(n), *(f"{a:.2f} ({r:.2f})" for a, r in zip(alone.mean(0), ratios, strict=True))])
    return f"""## Questions at once

`rag-eval bench shared --rounds {found.rounds}`, {machine()}.

Each caller's inferences alone, and in brackets what sharing batches makes of it.

{table(["callers", *FIGURES], rows)}
"""


def _asked(engine: Engine, questions: Sequence[str], callers: int) -> list[float]:
    taken: list[float] = []

    def ask(question: str) -> None:
        started = time.perf_counter()
        engine.ask(question)
        taken.append(time.perf_counter() - started)

    started, spent = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(callers) as pool:
        list(pool.map(ask, questions))
    whole, processor = time.perf_counter() - started, time.process_time() - spent
    count = len(questions)
    return [whole / count, processor / count, *np.percentile(taken, [50, 95])]


def _runtimes(engine: Engine) -> list[Runtime]:
    """Of the packaged embedder and the shipped reranker; other people's models have none."""
    embedder: Any = engine.retriever.embedder  # type: ignore[attr-defined]
    reranker: Any = engine.retriever.reranker  # type: ignore[attr-defined]
    return [embedder._runtime, reranker._scorer._runtime]
