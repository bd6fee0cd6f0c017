"""A question, its answer, its citations: what a person sees and can do, in a real browser."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.integration.web.person import (
    HALLUCINATIONS,
    WINDOW,
    WORLD_CUP,
    answer_to,
    ask,
    in_view,
    marked,
)


def test_an_answer_has_a_mark_for_every_citation(page: Page, api: httpx.Client):
    """The words and the marks are the server's, and a screen reader hears each sentence as it is sent."""
    told = answer_to(api, HALLUCINATIONS)
    turn = ask(page, HALLUCINATIONS)
    expect(turn.get_by_role("heading", name=HALLUCINATIONS)).to_be_visible()
    marks = re.findall(r"\[(\d+)\]", told["text"])
    assert turn.locator(".mark").all_inner_texts() == marks
    assert page.locator("#said p").all_inner_texts() == [s["text"] for s in told["sentences"]]
    expect(turn.locator(".prose ol > li")).to_have_count(7)


def test_pointing_at_a_mark_shows_the_quote(page: Page, api: httpx.Client):
    """Hover and focus alike show the words and where they stand; Escape and leaving hide them."""
    citation = answer_to(api, HALLUCINATIONS)["citations"][2]
    mark = ask(page, HALLUCINATIONS).get_by_role("button", name="Source 3", exact=True)
    mark.hover()
    card = page.get_by_role("tooltip")
    expect(card.locator("q")).to_have_text(citation["quote"])
    expect(card).to_contain_text(citation["title"])
    page.mouse.move(0, 0)
    expect(card).to_be_hidden()
    page.keyboard.press("Tab")
    mark.focus()
    expect(card.locator("q")).to_have_text(citation["quote"])
    expect(mark).to_have_attribute("aria-describedby", "card")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_mark_out_of_sight_shows_its_quote_where_it_comes_into_view(page: Page, api: httpx.Client):
    """The focus scrolls to it, which hides the card of a mark that is merely pointed at."""
    quote = answer_to(api, HALLUCINATIONS)["citations"][8]["quote"]
    turn = ask(page, HALLUCINATIONS)
    last = turn.get_by_role("button", name="Source 9", exact=True)
    page.set_viewport_size({"width": 700, "height": 320})
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Tab")
    last.focus()
    page.wait_for_function("scrollY > 0")
    page.wait_for_timeout(300)
    card = page.get_by_role("tooltip")
    expect(card.locator("q")).to_have_text(quote)
    expect(card).to_be_in_viewport()
    turn.get_by_role("button", name="Helpful", exact=True).focus()
    expect(card).to_be_hidden()


def test_a_click_opens_the_document_at_the_words(page: Page, api: httpx.Client):
    """The marked words are the quote, in view and strongest; the answer's other citations are marked too."""
    citations = answer_to(api, HALLUCINATIONS)["citations"]
    turn = ask(page, HALLUCINATIONS)
    turn.get_by_role("button", name="Source 8", exact=True).click()
    assert marked(page) == citations[7]["quote"]
    assert in_view(page)
    expect(turn.get_by_role("button", name="Source 8", exact=True)).to_have_attribute("aria-expanded", "true")
    assert len(citations) > 1
    assert page.locator("mark").all_inner_texts() == [c["quote"] for c in citations]
    page.get_by_role("button", name="Next passage").click()
    expect(page.locator(".place")).to_have_text(f"9 of {len(citations)}")
    assert marked(page) == citations[8]["quote"]
    page.get_by_role("button", name="Close the panel").click()
    expect(page.get_by_role("complementary")).to_be_hidden()
    expect(turn.get_by_role("button", name="Source 8", exact=True)).to_be_focused()


def test_a_row_of_a_pdf_is_marked_in_the_text_and_on_the_page(page: Page, api: httpx.Client):
    """A cited row is marked cell by cell; the page's picture comes with the words marked on it."""
    citation = answer_to(api, WINDOW)["citations"][1]
    ask(page, WINDOW).get_by_role("button", name="Source 2", exact=True).first.click()
    assert marked(page) == citation["quote"]
    page.get_by_role("button", name="Page", exact=True).click()
    picture = page.get_by_role("img", name=f"Page {citation['page']} of")
    expect(picture).to_have_accessible_name(re.compile("the cited words boxed$"))
    yellow = """(canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((_, i) => i % 4 === 0 && data[i] > 200 && data[i + 2] < 120).length;
    }"""
    assert picture.evaluate(yellow) > 50
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_role("img", name=f"Page {citation['page'] + 1} of")).to_be_visible()
    page.get_by_role("button", name="Text", exact=True).click()
    assert marked(page) == citation["quote"]


def test_a_refusal_says_why_and_offers_questions(page: Page, api: httpx.Client):
    """What is missing is said, nothing is cited, and an offered question is answered at a click."""
    told = answer_to(api, WORLD_CUP)
    turn = ask(page, WORLD_CUP)
    expect(turn.get_by_role("heading", name=told["reason"])).to_be_visible()
    expect(turn.locator(".mark")).to_have_count(0)
    offers = turn.locator(".offers button")
    assert offers.all_inner_texts() == told["suggestions"]
    offers.first.click()
    answered = page.locator("article.turn").nth(1)
    expect(answered.get_by_role("heading", name=told["suggestions"][0])).to_be_visible()
    expect(answered.locator(".mark").first).to_be_visible()


def test_a_false_premise_is_put_right(page: Page):
    """What the material says instead stands in the refusal."""
    turn = ask(page, "Why does DPO need a larger reward model than PPO?")
    expect(turn.locator(".refused")).to_contain_text("skips the reward model")


def test_a_follow_up_is_understood_and_kept(page: Page, api: httpx.Client):
    """A question that leans on the one before is answered from it; a page loaded again shows both."""
    follow_up = "What are its steps?"
    ask(page, "What is RLHF?")
    turn = ask(page, follow_up)
    expect(turn.locator(".prose")).to_contain_text("Reward model training")
    assert "Reward model training" not in answer_to(api, follow_up)["text"]
    said = turn.locator(".prose").inner_text()
    page.reload()
    kept = page.locator("article.turn")
    expect(kept).to_have_count(2)
    assert kept.nth(1).locator(".prose").inner_text() == said
    kept.nth(1).locator(".mark").first.click()
    assert marked(page)
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", name="Ask your documents.")).to_be_visible()


def test_a_question_in_the_address_is_asked(page: Page, site: str):
    """`/?q=...` asks at once; without it, three questions that the documents answer are offered."""
    offers = page.get_by_role("list", name="Questions to start with").get_by_role("button")
    expect(offers).to_have_count(3)
    page.goto(f"{site}/?q=What+is+a+context+window%3F")
    expect(page.get_by_role("heading", name="What is a context window?")).to_be_visible()
    expect(page.locator(".mark").first).to_be_visible()
    page.goto(site)
    offers.first.click()
    expect(page.locator(".mark").first).to_be_visible()


@pytest.mark.parametrize("markup", ["<img src=x onerror=\"document.title='owned'\"> hallucinations"])
def test_markup_in_a_question_is_words(page: Page, markup: str):
    """A question with markup is shown as it was typed."""
    turn = ask(page, markup)
    expect(turn.get_by_role("heading").first).to_have_text(markup)
    assert page.title() == "interview-rag"
