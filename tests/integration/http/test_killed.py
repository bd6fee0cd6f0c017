"""The server killed with SIGKILL under load: what it acknowledged is there when it runs again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from serve.records.store import open_records
from serve.settings import Settings

pytestmark = pytest.mark.slow

RAG = "from serve.cli import main; main()"
QUESTIONS = ["What is RAG?", "What is BM25?", "How do LoRA and QLoRA work?", "What is rank fusion?"]
ENOUGH = 12
"""Verdicts that were acknowledged before the server is killed."""
Start = Callable[[], tuple["subprocess.Popen[bytes]", str]]


@pytest.fixture
def start(corpus_index: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts `rag serve` over an index of the corpus with records of its own; gives it and its address."""
    (tmp_path / "CURRENT").symlink_to(corpus_index / "CURRENT")
    (tmp_path / "versions").symlink_to(corpus_index / "versions")
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> tuple[subprocess.Popen[bytes], str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        command = [sys.executable, "-c", RAG, "serve", "--port", port, "--data-dir", str(tmp_path)]
        environment = {**os.environ, "RAG_RERANKER": "none", "RAG_QUALITY_SHARE": "0"}
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        started.append(process)
        return process, f"http://127.0.0.1:{port}"

    yield begin
    for process in started:
        process.kill()
        process.wait()


def ready(process: "subprocess.Popen[bytes]", url: str) -> None:
    """Waits until questions can be answered."""
    while process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"the server ended with {process.returncode}")


def judge(url: str, acknowledged: list[tuple[str, str]]) -> None:
    """Asks and judges until the server is gone, and notes each verdict that was acknowledged."""
    number = 0
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        while True:
            number += 1
            comment = f"{id(acknowledged)}-{number}"
            try:
                told = client.post("/v1/answers", json={"question": QUESTIONS[number % len(QUESTIONS)]})
                verdict = {"answer": told.json()["id"], "verdict": "helpful", "comment": comment}
                if client.post("/v1/feedback", json=verdict).status_code == 201:
                    acknowledged.append((verdict["answer"], comment))
            except httpx.TransportError:
                return


def test_no_acknowledged_verdict_is_lost(start: Start, tmp_path: Path):
    """Four clients judge at once, the server is killed in the middle, and its successor has every verdict."""
    process, url = start()
    ready(process, url)
    noted: list[list[tuple[str, str]]] = [[] for _ in range(4)]
    with ThreadPoolExecutor(4) as clients:
        gone = [clients.submit(judge, url, mine) for mine in noted]
        while sum(map(len, noted)) < ENOUGH:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    for client in gone:
        client.result()
    successor, again = start()
    ready(successor, again)
    with closing(open_records(Settings(data_dir=tmp_path))) as records:
        kept = {(j.answer, j.comment) for j in records.all_feedback()}
    acknowledged = {verdict for mine in noted for verdict in mine}
    assert len(acknowledged) >= ENOUGH
    assert acknowledged <= kept
