"""An answer while it is being written, and what may happen to it meanwhile."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.servers.answering import Script, scripted
from tests.servers.app import serving

CITATION = {
    "number": 1,
    "document": "a.md",
    "title": "A",
    "section": "A > Tea",
    "start": 0,
    "end": 9,
    "quote": "Tea is hot",
    "score": 0.9,
    "page": None,
}
DONE: dict[str, Any] = {
    "id": "1",
    "question": "Tea?",
    "status": "answered",
    "text": "Tea is hot. [1]\n- It cools. [1]",
    "sentences": [],
    "citations": [CITATION],
    "timings_ms": {"search": 1.5, "answer": 2100.0, "total": 2101.5},
    "settings_hash": "abc",
    "index_version": "v1",
    "reason": "",
    "notes": ["read “tee” as “tea”"],
    "dropped": [{"text": "Tea is blue.", "reason": "no source says blue"}],
    "model": "scripted",
    "tokens": {"prompt": 900, "completion": 40},
    "cost": 0.00125,
    "suggestions": [],
}


@pytest.fixture
def script() -> Iterator[Script]:
    """What the server says next; it never says it for ever."""
    made = Script()
    yield made
    made.end()


@pytest.fixture
def opened(script: Script, window: Callable[..., Page]) -> Iterator[Page]:
    """The page of a server that follows the script."""
    with serving(scripted(script)) as address:
        page = window()
        page.goto(address)
        yield page
        script.end()


def begin(page: Page) -> None:
    """Asks about tea."""
    page.get_by_label("Your question").fill("Tea?")
    page.keyboard.press("Enter")


def test_a_sentence_is_shown_before_the_next_is_written(opened: Page, script: Script):
    """Each verified sentence appears with its mark at once; the whole answer then takes their place."""
    begin(opened)
    script.event("stage", name="search", ms=1.5)
    expect(opened.get_by_text("Weighing what was found")).to_be_visible()
    script.event("citation", **CITATION)
    script.event("sentence", text="Tea is hot.", citations=[1])
    expect(opened.locator(".prose")).to_contain_text("Tea is hot.")
    expect(opened.locator("#said")).to_have_text("Tea is hot.")
    opened.get_by_role("button", name="Source 1").hover()
    expect(opened.get_by_role("tooltip").locator("q")).to_have_text(CITATION["quote"])
    expect(opened.get_by_role("button", name="Stop")).to_be_visible()
    script.event("done", **DONE)
    expect(opened.locator(".prose li")).to_contain_text("It cools.")
    expect(opened.get_by_text("Note: read “tee” as “tea”.")).to_be_visible()
    expect(opened.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_events_may_be_cut_anywhere(opened: Page, script: Script):
    """Events whose lines come in pieces, with CRLF and comments between them, are read all the same."""
    begin(opened)
    for piece in (
        ": alive\r\n\r\nevent: sen",
        'tence\r\ndata: {"text": "Tea',
        ' is hot.", "citations": []}\r',
        "\n\r\n",
    ):
        script.part(piece)
    expect(opened.locator(".prose")).to_contain_text("Tea is hot.")


def test_an_answer_can_be_stopped(opened: Page, script: Script):
    """Stop ends the request, keeps what is there, and frees the box for the next question."""
    begin(opened)
    script.event("sentence", text="Tea is hot.", citations=[])
    expect(opened.locator(".prose")).to_contain_text("Tea is hot.")
    opened.get_by_role("button", name="Stop").click()
    expect(opened.get_by_text("Stopped.")).to_be_visible()
    expect(opened.locator(".prose")).to_contain_text("Tea is hot.")
    expect(opened.get_by_role("button", name="Ask", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (
            {"title": "Index missing", "status": 503, "detail": "no index in data"},
            "no index in data Try again in",
        ),
        (None, "The server does not answer."),
    ],
    ids=["a problem", "a connection that ends"],
)
def test_an_answer_that_breaks_off_says_so(
    opened: Page, script: Script, broken: dict[str, Any] | None, line: str
):
    """What was shown stays, the line says what happened, and another try begins anew."""
    begin(opened)
    script.event("sentence", text="Tea is hot.", citations=[])
    if broken:
        script.event("error", **broken)
    script.end()
    expect(opened.get_by_role("alert")).to_contain_text(line)
    expect(opened.locator(".prose")).to_contain_text("Tea is hot.")
    script.event("done", **DONE)
    opened.get_by_role("button", name="Try again").click()
    expect(opened.get_by_role("button", name="Why this answer")).to_be_visible()
    expect(opened.locator("article.turn")).to_have_count(1)


def test_why_tells_what_a_language_model_did(opened: Page, script: Script):
    """Model, tokens, cost, live quality, and what was written and not shown, each with its reason."""
    begin(opened)
    script.event("done", **DONE)
    opened.get_by_role("button", name="Why this answer").click()
    panel = opened.get_by_role("complementary")
    for words in (
        "scripted",
        "900 prompt, 40 completion",
        "$0.00125",
        "93 are found supported, 2 fewer than in evaluation",
        "2.1 s",
        "no source says blue",
    ):
        expect(panel.get_by_text(words).first).to_be_visible()


def test_a_composition_is_not_sent_by_its_enter(opened: Page):
    """Enter that ends a composition chooses a word; the question stays in the box."""
    box = opened.get_by_label("Your question")
    box.fill("茶")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(box).to_have_value("茶")
    expect(opened.locator("article.turn")).to_have_count(0)
