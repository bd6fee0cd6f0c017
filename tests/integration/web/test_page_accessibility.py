"""axe finds nothing to object to, in any state of the page; https://github.com/dequelabs/axe-core."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.integration.web.axe import objections
from tests.integration.web.person import HALLUCINATIONS, WINDOW, WORLD_CUP, ask, marked, open_library

pytestmark = pytest.mark.slow

DESK, PHONE = {"width": 1360, "height": 860}, {"width": 380, "height": 760}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_every_state_of_the_page(
    window: Callable[..., Page], site: str, scheme: str, viewport: dict[str, int]
):
    """Start, answer, quote, document, page image, reason, refusal, why, documents, question, problem."""
    page = window(viewport=viewport, color_scheme=scheme)
    page.goto(site)
    page.get_by_role("list", name="Questions to start with").get_by_role("button").first.wait_for()
    assert objections(page) == [], "start"
    turn = ask(page, WINDOW)
    turn.locator(".mark").first.hover()
    page.get_by_role("tooltip").wait_for()
    assert objections(page) == [], "answer with a quote"
    turn.locator(".mark").first.click()
    assert marked(page)
    assert objections(page) == [], "document"
    page.get_by_role("button", name="Page", exact=True).click()
    page.locator("canvas").wait_for()
    assert objections(page) == [], "page image"
    page.keyboard.press("Escape")
    turn.get_by_role("button", name="Not helpful").click()
    assert objections(page) == [], "reason"
    turn = ask(page, WORLD_CUP)
    assert objections(page) == [], "refusal"
    turn.get_by_role("button", name="Why this answer").click()
    page.get_by_role("complementary").locator("tbody tr").first.wait_for()
    assert objections(page) == [], "why"
    page.keyboard.press("Escape")
    open_library(page).get_by_role("button", name="Delete").first.click()
    assert objections(page) == [], "documents"
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.get_by_label("Your question").fill(HALLUCINATIONS)
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert objections(page) == [], "problem"
