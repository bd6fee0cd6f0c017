"""The page in a real Chromium, over the product's own server and a corpus of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from serve.settings import Settings
from tests.conftest import PROJECT
from tests.servers.app import application, serving

DESK = {"width": 1360, "height": 860}
# A browser says this by itself of every response that is no success; the page says it to the person.
EXPECTED = "Failed to load resource"


@pytest.fixture(scope="session")
def site(corpus_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the product, over a copy of the corpus's index that tests may add to."""
    data_dir = tmp_path_factory.mktemp("web")
    shutil.copytree(corpus_index, data_dir, dirs_exist_ok=True)
    with application(Settings(data_dir=data_dir)) as app, serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def api(site: str) -> Iterator[httpx.Client]:
    """A client of the same server, to compare with what the page shows."""
    with httpx.Client(base_url=site, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; of a module's own, since Playwright keeps an event loop running meanwhile."""
    path = shutil.which("chromium")
    if path is None:
        assert not os.environ.get("CI"), "CI has to install chromium"
        pytest.skip("needs Debian's chromium")
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a window of a person's own; no script may fail in it, and no policy be broken."""
    complaints: list[str] = []
    contexts = []

    def opened(**options: Any) -> Page:
        context = chromium.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [c for c in complaints if EXPECTED not in c] == []


@pytest.fixture
def page(window: Callable[..., Page], site: str) -> Page:
    """The page as it opens, on a desk."""
    opened = window()
    opened.goto(site)
    return opened


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where pictures of the page are left to be looked at; git ignores it."""
    folder = PROJECT / "artefacts" / "web"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
