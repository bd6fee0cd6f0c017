"""The application over real HTTP and the real engine, over the project's corpus."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from serve.live import LiveEngine
from serve.settings import Settings
from tests.servers.app import application, serving


@pytest.fixture(scope="session")
def data_dir(corpus_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus that tests may add to."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(corpus_index, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    """Over that index, with uploads of at most a megabyte."""
    return Settings(data_dir=data_dir, upload_mb=1)


@pytest.fixture(scope="session")
def engines(settings: Settings) -> Iterator[LiveEngine]:
    """The engine of its serving version."""
    with closing(LiveEngine(settings, every=0.05)) as live:
        yield live


@pytest.fixture(scope="session")
def url(settings: Settings, engines: LiveEngine) -> Iterator[str]:
    """The address of the application."""
    with application(settings, engines) as app, serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def api(url: str) -> Iterator[httpx.Client]:
    """A client of it."""
    with httpx.Client(base_url=url, timeout=60) as client:
        yield client
