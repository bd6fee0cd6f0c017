"""What a question costs each contestant; they take turns, so that other load meets all of them alike."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
import numpy as np

from eval.peers.player import MODULES, Player, playing
from eval.peers.workers.worker import Item
from eval.retrieval.sets import DEV, load_collections
from eval.training.data import rows

WORDS = 100
WARMING = 3
"""Questions that are asked first and not counted."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One contestant at one size. `queries`: (median, 95th percentile) in ms, by whether it reranks.

    `cold` is the seconds from the start of a process to its first reranked answer over a kept index.
    """

    passages_per_second: float
    cold: float
    queries: Mapping[bool, tuple[float, float]]
    mebibytes: float


def measured(data: Path, environments: Path, models: Path, size: int, asked: int) -> dict[str, Cost]:
    """Costs by contestant over `size` passages of 100 words; `asked` questions, all asked in both ways."""
    items = list(islice(passages(data), size))
    questions = list(islice(_questions(data), asked + WARMING))
    with TemporaryDirectory() as folder:
        indexes = {name: Path(folder) / module for name, module in MODULES.items()}
        with ExitStack() as stack:
            players = [
                stack.enter_context(playing(name, environments, models, indexes[name])) for name in MODULES
            ]
            seconds = {p.name: _said(p.name, p.index(items, split=False)) for p in players}
            times = {rerank: _interleaved(players, questions, rerank) for rerank in (True, False)}
            memory = {p.name: p.mebibytes() for p in players}
        cold = {
            name: _cold(name, environments, models, index, questions[0]) for name, index in indexes.items()
        }
    return {
        name: Cost(
            len(items) / seconds[name],
            cold[name],
            {rerank: _summary(found[name]) for rerank, found in times.items()},
            memory[name],
        )
        for name in MODULES
    }


def passages(data: Path) -> Iterator[Item]:
    """Real documentation, then answers on medicine, in pieces of 100 words, numbered: some 40,000."""
    documentation = (r["text"] for r in rows(data / "sections/train.jsonl.gz"))
    medicine = (r["answer"] for r in rows(data / "medquad/train.jsonl.gz"))
    words = chain.from_iterable(text.split() for text in chain(documentation, medicine))
    number = 0
    while piece := list(islice(words, WORDS)):
        yield str(number), " ".join(piece)
        number += 1


def _questions(data: Path) -> Iterator[str]:
    collections = [c for c in load_collections(data) if c.group == DEV]
    return (q.text for c in collections for q in c.questions)


def _interleaved(players: Sequence[Player], questions: Sequence[str], rerank: bool) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {p.name: [] for p in players}
    for number, question in enumerate(questions):
        for player in players:
            _, ms = player.search(question, rerank)
            if number >= WARMING:
                times[player.name].append(ms)
    return times


def _cold(name: str, environments: Path, models: Path, index: Path, question: str) -> float:
    with playing(name, environments, models, index) as player:
        player.open()
        player.search(question, rerank=True)
        return time.perf_counter() - player.started


def _summary(times: Sequence[float]) -> tuple[float, float]:
    return median(times), float(np.quantile(times, 0.95))


def _said(name: str, seconds: float) -> float:
    click.echo(f"{name}: indexed in {seconds:.1f} s", err=True)
    return seconds
