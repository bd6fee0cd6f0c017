"""Load on a server of this machine: how many answers, how fast, and whether all others are shed."""

import asyncio
import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np

from eval.golden import load_golden
from ingest.errors import SettingsProblem
from serve.operations.door import is_loopback

ANSWERED, SHED = 200, 503
_PAUSE = 5.0
"""Seconds between two ingests: documents change, but not without end."""
_RAG = "from serve.cli import main; main()"
_PATIENCE = 120.0
"""Seconds that a client waits for one answer."""


@dataclass(frozen=True, slots=True)
class Load:
    """`clients` ask at once for `seconds`, each again as soon as it has its answer.

    Meanwhile `ingest`, a data directory, gets version after version; the memory of process `pid` is read.
    """

    url: str
    clients: int
    seconds: float
    ingest: Path | None = None
    pid: int | None = None
    key: str | None = None


@dataclass(slots=True)
class Seen:
    """What came back: status codes, seconds of each answer, and index versions."""

    codes: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)


def measured(load: Load) -> dict[str, Any]:
    """The figures as plain JSON values; raises SettingsProblem for a server on another machine."""
    if not is_loopback(urlsplit(load.url).hostname or ""):
        raise SettingsProblem(f"{load.url} is not on this machine: load is put on loopback alone")
    before, started = memory_mb(load.pid), time.perf_counter()
    seen = asyncio.run(_put_on(load))
    took = time.perf_counter() - started
    return {
        "clients": load.clients,
        "seconds": round(took, 1),
        "answers": seen.codes[ANSWERED],
        "answers_per_second": round(seen.codes[ANSWERED] / took, 2),
        **percentiles(seen.seconds),
        "shed": seen.codes[SHED],
        "other": {str(c): n for c, n in seen.codes.items() if c not in (ANSWERED, SHED)},
        "versions": len(seen.versions),
        "memory_mb": [before, memory_mb(load.pid)],
    }


def percentiles(seconds: Sequence[float]) -> dict[str, float | None]:
    """Milliseconds that half, 95% and 99% of the answers took at most; None without answers."""
    names = {"p50_ms": 50, "p95_ms": 95, "p99_ms": 99}
    if not seconds:
        return dict.fromkeys(names)
    return {name: round(float(np.percentile(seconds, q)) * 1000, 1) for name, q in names.items()}


def memory_mb(pid: int | None) -> float | None:
    """Resident memory of a process in megabytes, from /proc."""
    if pid is None:
        return None
    pages = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in pages.splitlines() if line.startswith("VmRSS:"))
    return round(int(line.split()[1]) / 1024, 1)


async def _put_on(load: Load) -> Seen:
    seen, questions = Seen(), itertools.cycle([q.question for q in load_golden("corpus")])
    until = time.perf_counter() + load.seconds
    headers = {"Authorization": f"Bearer {load.key}"} if load.key else {}
    limits = httpx.Limits(max_connections=load.clients)
    async with httpx.AsyncClient(
        base_url=load.url, headers=headers, timeout=_PATIENCE, limits=limits, trust_env=False
    ) as http:
        clients = [_client(http, questions, seen, until) for _ in range(load.clients)]
        if load.ingest:
            clients.append(_swap(load.ingest, until))
        await asyncio.gather(*clients)
    return seen


async def _client(http: httpx.AsyncClient, questions: Iterator[str], seen: Seen, until: float) -> None:
    while (started := time.perf_counter()) < until:
        try:
            response = await http.post("/v1/answers", json={"question": next(questions)})
        except httpx.HTTPError:
            seen.codes[0] += 1  # no response at all
            continue
        seen.codes[response.status_code] += 1
        if response.status_code == ANSWERED:
            seen.seconds.append(time.perf_counter() - started)
            seen.versions.add(response.json()["index_version"])
        else:
            wait = float(response.headers.get("retry-after", 1))
            await asyncio.sleep(min(wait, max(0.0, until - time.perf_counter())))


async def _swap(data_dir: Path, until: float) -> None:
    """Ingests one changed document after the other, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "load.md"
        for number in itertools.count():
            if time.perf_counter() >= until:
                return
            document.write_text(f"# Load\n\nThis is version {number} of a document that changes.\n", "utf-8")
            command = (sys.executable, "-c", _RAG, "ingest", str(document), "--data-dir", str(data_dir))
            process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
            if code := await process.wait():
                raise RuntimeError(f"the ingest ended with {code}")
            await asyncio.sleep(min(_PAUSE, max(0.0, until - time.perf_counter())))
