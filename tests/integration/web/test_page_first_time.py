"""A server that is new: a key to type, and no document yet."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from serve.records.keys import Keys
from serve.settings import Settings
from tests.integration.web.person import ask, marked, upload
from tests.servers.app import application, serving

OKAPIS = "# Okapis\n\nThe okapi warden of Epulu counts 5,400 okapis every June.\n"


def test_from_nothing_to_a_cited_answer(window: Callable[..., Page], tmp_path: Path):
    """The key is typed once and goes with every request; the first document is added, and asked about."""
    with application(Settings(data_dir=tmp_path)) as app, serving(app) as address:
        _, key = Keys(app.state.parts.records.database).make("a person", "write")
        page = window()
        page.goto(address)
        line = page.get_by_role("alert")
        expect(line).to_contain_text("This server wants an API key.")
        line.get_by_label("API key").fill("rag_wrong_key")
        line.get_by_role("button", name="Use it").click()
        expect(line.get_by_label("API key")).to_have_value("")
        line.get_by_label("API key").fill(key)
        line.get_by_role("button", name="Use it").click()
        page.get_by_role("button", name="Add the first document").click()
        expect(upload(page, "okapis.md", OKAPIS)).to_contain_text("added")
        expect(page.get_by_role("button", name="Okapis okapis.md")).to_be_visible()
        ask(page, "How many okapis does the warden of Epulu count?").locator(".mark").first.click()
        assert marked(page) == "The okapi warden of Epulu counts 5,400 okapis every June."
        assert key in page.evaluate("Object.values(sessionStorage)")
        assert page.evaluate("localStorage.length") == 0


def test_a_browser_asks_whether_files_are_still_the_same(page: Page, site: str):
    """No file is used from a cache without a question: a new page would meet old scripts."""
    for path in ("/", "/static/js/main.js", "/static/css/base.css"):
        assert page.request.get(site + path).headers["cache-control"] == "no-cache"
