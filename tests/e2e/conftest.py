"""The `rag` program as a person starts it: a process of its own, over an index of `corpus/`."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("rag")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def rag() -> Run:
    """Runs `rag` with these arguments; `given` is its standard input, `settings` are RAG_ variables."""

    def run(*arguments: str | Path, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own
            [PROGRAM, *arguments],
            input=given,
            env={**os.environ, **settings},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture
def start() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts `rag` with these arguments and settings and makes sure that it has ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str | Path, **settings: str) -> "subprocess.Popen[str]":
        command, pipe, env = [PROGRAM, *arguments], subprocess.PIPE, {**os.environ, **settings}
        started.append(subprocess.Popen(command, env=env, stdout=pipe, stderr=pipe, text=True))  # noqa: S603 - our own
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            stream.close()


@pytest.fixture(scope="session")
def ask(rag: Run, corpus_index: Path) -> Run:
    """Runs a command of `rag` over the index of `corpus/`."""
    return lambda *arguments, **more: rag(*arguments, "--data-dir", corpus_index, **more)


@pytest.fixture(scope="session")
def text_of(ask: Run) -> Callable[[str], str]:
    """A document's text as `rag documents text ID` prints it."""
    return cache(lambda identity: ask("documents", "text", identity).stdout)
