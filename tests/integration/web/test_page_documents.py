"""Documents on the page: listed, added, read, deleted, and linked to."""

from urllib.parse import urlencode

import httpx
from playwright.sync_api import Page, expect

from tests.integration.web.person import WINDOW, answer_to, ask, in_view, marked, open_library, upload

EVIL = "<img src=x onerror=\"document.title='owned'\">"
# The smiling cat counts one code point and two UTF-16 units; what is cited stands behind it.
QUOKKAS = f"""# Quokkas

😺😺😺 Such a tag is words: `{EVIL}`

The quokka warden of Rottnest counts 10,500 quokkas every May.
"""
ASKED = "How many quokkas does the warden of Rottnest count?"


def test_the_list_names_every_document(page: Page, api: httpx.Client):
    """Title and id of each are there, and a click opens it."""
    listed = open_library(page)
    documents = api.get("/v1/documents").json()["documents"]
    assert listed.locator("small").all_inner_texts() == [d["id"] for d in documents]
    listed.get_by_role("button", name=documents[0]["title"]).first.click()
    expect(page.get_by_role("article", name=documents[0]["title"])).to_be_visible()


def test_a_document_is_added_read_cited_and_deleted(page: Page, api: httpx.Client):
    """From upload to deletion: markup is shown as words, and the cited words are right behind astral ones."""
    listed = open_library(page)
    before = listed.get_by_role("listitem").count()
    expect(upload(page, "quokkas.md", QUOKKAS)).to_contain_text("added")
    expect(listed.get_by_role("listitem")).to_have_count(before + 1)
    listed.get_by_role("button", name="Quokkas quokkas.md").click()
    expect(page.get_by_role("article", name="Quokkas")).to_contain_text(EVIL)
    citation = answer_to(api, ASKED)["citations"][0]
    ask(page, ASKED).locator(".mark").first.click()
    expect(page.get_by_role("heading", name="Quokkas").first).to_be_visible()
    assert marked(page) == citation["quote"]
    assert page.title() == "interview-rag"
    assert page.locator("img[src='x']").count() == 0
    listed = open_library(page)
    listed.get_by_role("button", name="Delete Quokkas").click()
    page.get_by_role("button", name="Keep").click()
    expect(listed.get_by_role("listitem")).to_have_count(before + 1)
    listed.get_by_role("button", name="Delete Quokkas").click()
    page.get_by_role("group", name="Confirm").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("“Quokkas” is deleted.")).to_be_visible()
    expect(listed.get_by_role("listitem")).to_have_count(before)
    assert "quokkas.md" not in [d["id"] for d in api.get("/v1/documents").json()["documents"]]


def test_a_file_that_cannot_be_read_says_why(page: Page, api: httpx.Client):
    """The server's reason is shown with a way to try again, and nothing is added."""
    before = len(api.get("/v1/documents").json()["documents"])
    open_library(page)
    item = upload(page, "broken.pdf", "This is no PDF.")
    expect(item.get_by_role("alert")).to_contain_text("broken.pdf")
    expect(item.get_by_role("button", name="Try again")).to_be_visible()
    assert len(api.get("/v1/documents").json()["documents"]) == before


def test_a_link_opens_the_document_at_the_words(page: Page, site: str, api: httpx.Client):
    """`/?document=ID&start=&end=` marks that range; an id that is unknown gets a clear line."""
    citation = answer_to(api, WINDOW)["citations"][0]
    words = {"document": citation["document"], "start": citation["start"], "end": citation["end"]}
    page.goto(f"{site}/?{urlencode(words)}")
    assert marked(page) == citation["quote"]
    assert in_view(page)
    page.goto(f"{site}/?document=nowhere.md")
    expect(page.get_by_role("complementary").get_by_role("alert")).to_contain_text("nowhere.md")


def test_the_link_to_the_words_can_be_copied(page: Page, site: str, api: httpx.Client):
    """What “Copy link” gives opens the same words."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    citation = answer_to(api, WINDOW)["citations"][0]
    ask(page, WINDOW).locator(".mark").first.click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    assert marked(page) == citation["quote"]
