"""`rag-eval vote`, killed while votes come in and started again, keeps what it acknowledged."""

import http.client
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

import pytest

from eval.pairwise.votes import read_votes
from eval.runs.store import write_run
from eval.runs.types import SCHEMA, Asked, Provenance, Run

pytestmark = pytest.mark.slow

QUESTIONS = 2000
KILLS = 3


def write(path: Path, said: str) -> Path:
    """A run of more questions than anybody gets through before it is killed."""
    provenance = Provenance("corpus", "", "", {}, {}, "", None, "", "", "")
    answer = {"status": "answered", "text": said, "citations": []}
    labels = ((), True, (), (), "", (), {}, 0.5, answer, ())
    asked = tuple(Asked(f"q{n}", "number", f"Question {n}?", *labels) for n in range(QUESTIONS))
    write_run(Run(SCHEMA, provenance, {}, {}, {}, {}, asked), path)
    return path


@contextmanager
def voting(*arguments: Path | str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command in a process of its own, and where its page is."""
    command = [sys.executable, "-c", "from eval.cli import main; main()", "vote", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        said = next(line for line in process.stdout if line.startswith("Vote at "))
        try:
            yield process, said.split()[2]
        finally:
            process.kill()


def call(url: str, body: object = None) -> dict[str, Any]:
    """What the server answers."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def vote_on(url: str) -> Iterator[str]:
    """Votes without a pause; each ballot as soon as it is acknowledged, until nobody answers any more."""
    try:
        state = call(f"{url}/api/state")
        while True:
            ballot = state["ballot"]["id"]
            state = call(f"{url}/api/votes", {"ballot": ballot, "choice": "left"})
            yield ballot
    except (OSError, http.client.HTTPException):
        return


def test_killed_at_any_moment_every_acknowledged_vote_is_kept(tmp_path: Path):
    """After SIGKILL the next start counts them all, each once, and goes on with a question that is open."""
    runs = write(tmp_path / "a" / "run.json", "One."), write(tmp_path / "b" / "run.json", "Other.")
    file = tmp_path / "votes.jsonl"
    acknowledged: list[str] = []
    moments = Random(11)  # noqa: S311 - moments, not secrets
    for kills in range(1, KILLS + 1):
        with voting(*runs, "--port", "0", "--votes", file) as (process, url):
            votes = vote_on(url)
            acknowledged.append(next(votes))
            killer = Timer(moments.uniform(0.05, 0.5), process.kill)
            killer.start()
            acknowledged += votes
            killer.join()
        kept = [vote.ballot for vote in read_votes(file)]
        assert len(kept) == len(set(kept))
        assert set(acknowledged) <= set(kept)
        # A vote may be on the disk when the answer is cut off.
        assert len(kept) <= len(acknowledged) + kills
    assert len(acknowledged) > KILLS
    with voting(*runs, "--port", "0", "--votes", file) as (_, url):
        state = call(f"{url}/api/state")
    assert state["done"] == len(kept)
    assert state["ballot"]["id"] not in kept
