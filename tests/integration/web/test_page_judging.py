"""What a person does with an answer: judges it, asks again, copies it, asks why."""

import json

import httpx
from playwright.sync_api import Page, Response, expect

from tests.integration.web.person import HALLUCINATIONS, WINDOW, answer_to, ask


def is_feedback(response: Response) -> bool:
    """Whether this is the server's word on a verdict."""
    return response.url.endswith("/v1/feedback")


def sent(response: Response) -> dict[str, str]:
    """The verdict that the server was sent; it says that it keeps it."""
    assert response.status == 201
    return dict(json.loads(response.request.post_data or ""))


def test_a_thumb_up_is_kept(page: Page):
    """One press, and the server has it; the page says thank you."""
    turn = ask(page, WINDOW)
    up = turn.get_by_role("button", name="Helpful", exact=True)
    with page.expect_response(is_feedback) as kept:
        up.click()
    assert sent(kept.value)["verdict"] == "helpful"
    expect(turn.get_by_text("Thank you.")).to_be_visible()
    expect(up).to_have_attribute("aria-pressed", "true")


def test_a_thumb_down_asks_for_the_reason(page: Page):
    """Nothing is sent before a reason is chosen; then reason and comment go with the verdict."""
    turn = ask(page, WINDOW)
    turn.get_by_role("button", name="Not helpful").click()
    expect(turn.get_by_role("radio", name="It is wrong")).to_be_focused()
    turn.get_by_label("Something is missing").check()
    turn.get_by_label("Comment").fill("Llama is missing.")
    with page.expect_response(is_feedback) as kept:
        turn.get_by_role("button", name="Send").click()
    given = sent(kept.value)
    assert (given["verdict"], given["reason"]) == ("not helpful", "Something is missing")
    assert given["comment"] == "Llama is missing."
    expect(turn.get_by_role("group", name="What was not right?")).to_be_hidden()


def test_asking_again_is_a_verdict_and_a_question(page: Page):
    """The first answer is marked as asked again, and the question stands there a second time."""
    with page.expect_response(is_feedback) as kept:
        ask(page, WINDOW).get_by_role("button", name="Ask again").click()
    assert sent(kept.value)["verdict"] == "ask again"
    expect(page.get_by_role("heading", name=WINDOW)).to_have_count(2)
    expect(page.get_by_role("button", name="Why this answer")).to_have_count(2)


def test_copying_gives_markdown_with_the_quotes(page: Page, api: httpx.Client):
    """The clipboard holds the question, the answer with footnote marks, and every quote."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    told = answer_to(api, HALLUCINATIONS)
    turn = ask(page, HALLUCINATIONS)
    turn.get_by_role("button", name="Copy with citations").click()
    expect(turn.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        f"**{HALLUCINATIONS}**\n\nNo single measure is enough, so they are layered. [^1] "
    )
    for citation in told["citations"]:
        assert f"[^{citation['number']}]: “{citation['quote']}” (" in copied


def test_why_this_answer(page: Page, api: httpx.Client):
    """Stages with their times, the ranked evidence with scores, cost, settings and index are shown."""
    told = answer_to(api, WINDOW)
    ask(page, WINDOW).get_by_role("button", name="Why this answer").click()
    panel = page.get_by_role("complementary")
    for stage in told["timings_ms"].keys() - {"total"}:
        expect(panel.locator("dt").get_by_text(stage, exact=True)).to_be_visible()
    for fact in (told["settings_hash"], told["index_version"], "no language model was asked"):
        expect(panel.get_by_text(fact)).to_be_visible()
    expect(panel.locator("tbody tr").first).to_contain_text("1. (")
    panel.get_by_role("button", name="How large are the context windows").first.click()
    page.locator("mark.active").first.wait_for()
