"""What a person does on the page, and what they then see."""

from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

HALLUCINATIONS = "How do I reduce hallucinations?"
WINDOW = "How long is the context window?"
WORLD_CUP = "Who won the 2022 World Cup?"


def ask(page: Page, question: str) -> Locator:
    """Types a question, presses Enter, and waits for the finished answer."""
    before = page.get_by_role("article").filter(has=page.locator(".actions")).count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator("article.turn").nth(before)
    turn.get_by_role("button", name="Why this answer").wait_for()
    return turn


def answer_to(api: httpx.Client, question: str) -> dict[str, Any]:
    """The server's answer to the same question."""
    return dict(api.post("/v1/answers", json={"question": question}).raise_for_status().json())


def marked(page: Page) -> str:
    """The words of the chosen citation in the open document; cells of a row as the text joins them."""
    page.locator("mark.active").first.wait_for()
    return str(
        page.evaluate(
            """() => {
                const marks = [...document.querySelectorAll("mark.active")];
                return marks.map((m) => m.textContent).join(marks[0].closest("tr") ? " | " : "");
            }"""
        )
    )


def in_view(page: Page) -> bool:
    """Whether the chosen citation lies within what the panel shows of the document."""
    return bool(
        page.evaluate(
            """() => {
                const seen = document.getElementById("panel-body").getBoundingClientRect();
                const mark = document.querySelector("mark.active").getBoundingClientRect();
                return mark.top >= seen.top && mark.bottom <= seen.bottom;
            }"""
        )
    )


def open_library(page: Page) -> Locator:
    """Opens the list of documents."""
    page.get_by_role("button", name="Documents", exact=True).click()
    listed = page.locator("ul.documents")
    expect(listed.get_by_role("listitem").first).to_be_visible()
    return listed


def upload(page: Page, name: str, text: str) -> Locator:
    """Chooses a file of that name in the open library; gives what the page says of it."""
    file = {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}
    page.get_by_label("Add documents").set_input_files([file])  # type: ignore[list-item]
    return page.get_by_role("list", name="Uploads").get_by_role("listitem").filter(has_text=name)
