"""`rag serve` as a person starts and stops it."""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from eval.scripted import Request, Say, ScriptedLLM

Start = Callable[..., "subprocess.Popen[str]"]
EXCERPT = re.compile(r'<excerpt key="(\w+)">\n(.*?)\n</excerpt>', re.DOTALL)


@pytest.fixture
def data_dir(corpus_index: Path, tmp_path: Path) -> Path:
    """An index of the corpus with records of its own."""
    shutil.copytree(corpus_index, tmp_path / "data")
    return tmp_path / "data"


def address(server: "subprocess.Popen[str]") -> str:
    """Where it says that it serves."""
    assert server.stdout is not None
    line = server.stdout.readline()
    assert line.startswith("http://127.0.0.1:"), line
    return line.split()[0]


def slowly(request: Request) -> Say:
    """Sentences of the evidence, word by word."""
    said = [
        f"{sentence} [{key}]"
        for key, text in EXCERPT.findall(request.last)
        for sentence in re.findall(r"[A-Z][^.\n|]{40,}\.(?=\s)", text)[:3]
    ]
    return Say("\n".join(said[:6]), pace=0.02)


@pytest.mark.slow
def test_what_is_streaming_is_finished_when_it_is_told_to_stop(
    start: Start, data_dir: Path, scripted_llm: ScriptedLLM
):
    """After SIGTERM the answer in the making comes whole, nobody new gets in, and the process ends."""
    scripted_llm.otherwise(slowly)
    llm = f"openai-like:scripted@{scripted_llm.openai_url}"
    chosen = {"RAG_LLM": llm, "RAG_RERANKER": "none", "RAG_VERIFIER": "none", "RAG_QUALITY_SHARE": "0"}
    server = start("serve", "--port", "0", "--data-dir", data_dir, **chosen)
    url = address(server)
    body, stream = {"question": "What is LoRA?"}, {"Accept": "text/event-stream"}
    with httpx.stream("POST", f"{url}/v1/answers", json=body, headers=stream, timeout=60) as response:
        lines = response.iter_lines()
        assert "event: sentence" in lines
        server.send_signal(signal.SIGTERM)
        assert "event: done" in lines
        assert '"status": "answered"' in next(lines)
    server.communicate(timeout=30)
    assert server.returncode in (0, -signal.SIGTERM)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/healthz")


def test_an_address_that_is_taken_is_one_line(
    rag: Callable[..., "subprocess.CompletedProcess[str]"], data_dir: Path
):
    """It says which address and what to do, with the exit code of settings."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = rag("serve", "--port", port, "--data-dir", data_dir, RAG_RERANKER="none")
    assert done.returncode == 11
    assert f"port {port}" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_it_serves_before_there_is_an_index(start: Start, tmp_path: Path):
    """The first upload makes one; until then a question is told so."""
    server = start("serve", "--port", "0", "--data-dir", tmp_path / "data", RAG_RERANKER="none")
    with httpx.Client(base_url=address(server), timeout=60) as client:
        body = {"question": "When do zebras graze?"}
        assert client.post("/v1/answers", json=body).status_code == 503
        assert client.get("/v1/documents").json()["documents"] == []
        text = "# When do zebras graze?\n\nZebras graze in the morning.\n"
        assert client.post("/v1/documents", files={"file": ("zebras.md", text)}).status_code == 201
        assert "morning" in client.post("/v1/answers", json=body).json()["text"]
    os.kill(server.pid, signal.SIGINT)
    server.communicate(timeout=30)
