"""The application over real HTTP: uvicorn in a thread, on a free port of loopback, over the real engine."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from serve.capacity import Turns
from serve.http.app import create_app
from serve.http.parts import Engines, Parts
from serve.live import LiveEngine
from serve.records.store import open_records
from serve.settings import Settings

Serve = Callable[[FastAPI], Iterator[str]]


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address at which the application answers, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(scope="session")
def data_dir(corpus_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus that tests may add to."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(corpus_index, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    """Over that index."""
    return Settings(data_dir=data_dir)


@pytest.fixture(scope="session")
def engines(settings: Settings) -> Iterator[LiveEngine]:
    """The engine of its serving version."""
    with closing(LiveEngine(settings, every=0.05)) as live:
        yield live


@pytest.fixture(scope="session")
def application(settings: Settings) -> Iterator[Callable[[Engines], FastAPI]]:
    """Makes an application over engines of the test's own."""
    with closing(open_records(settings)) as records:
        yield lambda engines, at_once=2, waiting=8: create_app(
            Parts(engines, settings, Turns(at_once, waiting), records)
        )


@pytest.fixture(scope="session")
def url(application: Callable[[Engines], FastAPI], engines: LiveEngine) -> Iterator[str]:
    """The address of the application."""
    with serving(application(engines)) as address:
        yield address


@pytest.fixture(scope="session")
def api(url: str) -> Iterator[httpx.Client]:
    """A client of it."""
    with httpx.Client(base_url=url, timeout=60) as client:
        yield client
