"""A contestant as the bench sees it: a process that obeys one order a line (`eval.peers.workers.worker`)."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from eval.peers.workers.worker import Found, Item
from ingest.errors import RagError

ROOT = Path(__file__).parents[2]
OURS = "interview-rag"
MODULES = {OURS: "ours", "LlamaIndex": "llamaindex", "Haystack": "haystack", "txtai": "txtai"}


class PeerFailed(RagError):
    """A contestant's process ended, or its environment is missing."""

    exit_code = 24


@dataclass(frozen=True, slots=True)
class Player:
    """A running contestant. Each order waits for its answer."""

    name: str
    orders: IO[str]
    answers: IO[str]
    started: float

    def index(self, items: Sequence[Item], split: bool) -> float:
        """Seconds until the records can be searched."""
        return float(self._told({"do": "index", "items": items, "split": split})["seconds"])

    def open(self) -> float:
        """Seconds until an index of an earlier process can be searched."""
        return float(self._told({"do": "open"})["seconds"])

    def search(self, query: str, rerank: bool) -> tuple[Found, float]:
        """What was found, best first, and the milliseconds that it took."""
        told = self._told({"do": "search", "query": query, "rerank": rerank})
        return [(str(i), float(score), str(text)) for i, score, text in told["found"]], float(told["ms"])

    def mebibytes(self) -> float:
        """The most memory that the process has held so far."""
        return float(self._told({"do": "memory"})["mebibytes"])

    def _told(self, order: Mapping[str, object]) -> dict[str, Any]:
        try:
            self.orders.write(json.dumps(order) + "\n")
            self.orders.flush()
            line = self.answers.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise PeerFailed(f"{self.name} ended; what it said stands above")
        told: dict[str, Any] = json.loads(line)
        return told


def interpreter(name: str, environments: Path) -> Path:
    """The Python of a contestant's environment; raises PeerFailed where there is none."""
    if name == OURS:
        return Path(sys.executable)
    found = environments / MODULES[name] / "bin" / "python"
    if not found.exists():
        raise PeerFailed(f"there is no environment for {name} in {environments}: run make peers")
    return found


@contextmanager
def playing(name: str, environments: Path, models: Path, index: Path) -> Iterator[Player]:
    """Starts a contestant with the models of `eval.peers.weights` and ends it."""
    python = interpreter(name, environments)
    command = [str(python), "-m", f"eval.peers.workers.{MODULES[name]}"]
    folders = [str(models / "embedder"), str(models / "reranker"), str(index)]
    quiet = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "PYTHONPATH": str(ROOT)}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RAG_")} | quiet
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own modules
        command + folders,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    ) as process:
        assert process.stdin and process.stdout  # noqa: S101 - both are pipes
        try:
            yield Player(name, process.stdin, process.stdout, started)
        finally:
            process.stdin.close()
            process.wait(60)
