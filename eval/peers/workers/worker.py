"""The protocol between the bench and a contestant: a JSON object a line, on standard input and output.

{"do": "index", "items": [[id, text], ...], "split": bool} -> {"seconds": float}
{"do": "open"}                                             -> {"seconds": float}
{"do": "search", "query": str, "rerank": bool}             -> {"found": [[id, score, text], ...], "ms": float}
{"do": "memory"}                                           -> {"mebibytes": float}

It imports the standard library alone, since a peer's environment holds nothing of the project's.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

DEPTH = 20
"""Candidates that are fused, reranked and given back."""

Item = tuple[str, str]
Found = list[tuple[str, float, str]]
"""(record, score, text of the piece)."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders that a contestant is given: two models, and where its index is kept."""

    embedder: Path
    reranker: Path
    index: Path


class Contestant(Protocol):
    """What is compared."""

    def index(self, items: Sequence[Item], split: bool) -> None:
        """Indexes and keeps the records; `split`: they are documents, to be cut in its own way."""
        ...

    def open(self) -> None:
        """Opens what an earlier process kept."""
        ...

    def search(self, query: str, rerank: bool) -> Found:
        """At most `DEPTH` pieces, best first; a record may come several times."""
        ...


def serve(build: Callable[[Places], Contestant]) -> None:
    """Obeys until the input ends. What libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    contestant = build(Places(*map(Path, sys.argv[1:4])))
    for line in sys.stdin:
        print(json.dumps(_obeyed(contestant, json.loads(line))), file=answers, flush=True)


def _obeyed(contestant: Contestant, order: dict[str, Any]) -> dict[str, Any]:
    started = time.perf_counter()
    found: Found = []
    if order["do"] == "index":
        contestant.index([(i, t) for i, t in order["items"]], order["split"])
    elif order["do"] == "open":
        contestant.open()
    elif order["do"] == "search":
        found = contestant.search(order["query"], order["rerank"])
    else:
        return {"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    seconds = time.perf_counter() - started
    return {"found": found, "ms": seconds * 1000, "seconds": seconds}
