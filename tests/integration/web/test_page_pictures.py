"""Pictures of the page in its states, left in artefacts/web; `make screenshots` takes some to docs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.integration.web.person import HALLUCINATIONS, WINDOW, WORLD_CUP, ask, marked, open_library

pytestmark = pytest.mark.slow

PHONE: dict[str, Any] = {
    "viewport": {"width": 380, "height": 760},
    "device_scale_factor": 2,
    "has_touch": True,
}
DARK: dict[str, Any] = {"color_scheme": "dark"}


def start(page: Page) -> None:
    """As the page opens."""
    page.get_by_role("list", name="Questions to start with").get_by_role("button").first.wait_for()


def answer(page: Page) -> None:
    """An answer, and the quote of a mark that is pointed at."""
    mark = ask(page, HALLUCINATIONS).locator(".mark").nth(3)
    mark.hover()
    page.get_by_role("tooltip").wait_for()


def document(page: Page) -> None:
    """An answer, and the document that it cites beside it."""
    ask(page, HALLUCINATIONS).locator(".mark").nth(3).click()
    assert marked(page)
    page.mouse.move(0, 0)


def table(page: Page) -> None:
    """A table's row that is cited."""
    ask(page, WINDOW).locator(".mark").nth(1).click()
    assert marked(page)
    page.mouse.move(0, 0)


def sheet(page: Page) -> None:
    """The same row on the page of its PDF."""
    table(page)
    page.get_by_role("button", name="Page", exact=True).click()
    page.locator("canvas").wait_for()


def refusal(page: Page) -> None:
    """A refusal after an answer, which it follows at the top."""
    ask(page, WINDOW)
    ask(page, WORLD_CUP)


def reason(page: Page) -> None:
    """The form that asks what was not right."""
    ask(page, WINDOW).get_by_role("button", name="Not helpful").click()


def why(page: Page) -> None:
    """Why an answer came out as it did."""
    ask(page, "Compare BM25 and dense retrieval").get_by_role("button", name="Why this answer").click()
    page.get_by_role("complementary").locator("tbody tr").first.wait_for()


def documents(page: Page) -> None:
    """The list of documents, one of them about to be deleted."""
    open_library(page).get_by_role("button", name="Delete").nth(2).click()


PICTURES: dict[str, tuple[Callable[[Page], None], dict[str, Any]]] = {
    "web-start": (start, {}),
    "web-quote": (answer, {}),
    "web-answer": (document, {"viewport": {"width": 1360, "height": 940}}),
    "web-dark": (table, DARK),
    "web-sheet": (sheet, {}),
    "web-refusal": (refusal, {}),
    "web-reason": (reason, DARK),
    "web-why": (why, DARK),
    "web-documents": (documents, {}),
    "web-phone-start": (start, {**PHONE, **DARK}),
    "web-phone": (answer, {**PHONE, "has_touch": False}),
    "web-phone-refusal": (refusal, PHONE),
    "web-phone-document": (document, {**PHONE, **DARK}),
    "web-phone-why": (why, PHONE),
    "web-phone-documents": (documents, PHONE),
    "web-phone-reason": (reason, PHONE),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture(window: Callable[..., Page], site: str, artefacts: Path, name: str):
    """The state can be reached, and its picture is of the window's size and not blank."""
    reach, options = PICTURES[name]
    page = window(**options)
    page.goto(site)
    reach(page)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=artefacts / f"{name}.png")
    with Image.open(artefacts / f"{name}.png") as picture:
        scale = options.get("device_scale_factor", 1)
        assert picture.width == scale * page.viewport_size["width"]  # type: ignore[index]
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 50
