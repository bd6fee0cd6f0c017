"""The page by keyboard alone, in the dark, on a phone, and without a network."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.integration.web.person import HALLUCINATIONS, WORLD_CUP, ask, marked, open_library

PHONE = {"width": 380, "height": 760}


def test_by_keyboard_alone(page: Page):
    """/ leads to the box, Enter asks, arrows go from mark to mark, Enter opens, Escape leads back."""
    page.get_by_role("list", name="Questions to start with").get_by_role("button").first.wait_for()
    page.keyboard.press("/")
    page.keyboard.type("How do I reduce")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("hallucinations?")
    page.keyboard.press("Control+Enter")
    marks = page.locator(".mark")
    page.get_by_role("button", name="Why this answer").wait_for()
    page.keyboard.press("Shift+Tab")
    while not page.evaluate("document.activeElement.matches('.mark')"):
        page.keyboard.press("Shift+Tab")
    expect(marks.last).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(marks.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Enter")
    second = marked(page)
    expect(page.get_by_role("complementary")).to_be_focused()
    page.get_by_role("region", name="Retrieval-augmented").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".place")).to_contain_text("3 of")
    assert marked(page) != second
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_be_hidden()
    expect(marks.nth(1)).to_be_focused()


def test_a_slash_in_a_box_is_a_slash(page: Page):
    """Keys that mean something to the page are characters where a person types."""
    page.get_by_label("Your question").fill("and")
    page.keyboard.press("/")
    page.keyboard.type("or")
    expect(page.get_by_label("Your question")).to_have_value("and/or")


def test_dark_follows_the_system_until_it_is_chosen(window: Callable[..., Page], site: str):
    """A dark system gets a dark page; the button turns it light, also after the page is loaded again."""
    page = window(color_scheme="dark")
    page.goto(site)
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(colour)
    toggle = page.get_by_role("button", name="Dark mode")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    light = page.evaluate(colour)
    assert light != dark
    page.reload()
    assert page.evaluate(colour) == light
    expect(toggle).to_have_attribute("aria-pressed", "false")


def test_on_a_phone_nothing_is_wider_than_the_screen(window: Callable[..., Page], site: str):
    """No state of the page scrolls sideways; an open panel covers all else, which cannot be reached."""
    page = window(viewport=PHONE, has_touch=True)
    page.goto(site)

    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.evaluate("document.getElementById('panel-body').scrollWidth") <= PHONE["width"]

    page.get_by_role("list", name="Questions to start with").get_by_role("button").first.wait_for()
    fits()
    turn = ask(page, HALLUCINATIONS)
    fits()
    turn.locator(".mark").nth(2).tap()
    assert marked(page)
    fits()
    assert page.get_by_role("complementary").bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert page.evaluate("document.getElementById('main').inert")
    page.get_by_role("button", name="Close the panel").tap()
    turn.get_by_role("button", name="Not helpful").tap()
    fits()
    ask(page, WORLD_CUP).get_by_role("button", name="Why this answer").tap()
    page.get_by_role("complementary").locator("tbody tr").first.wait_for()
    fits()
    page.keyboard.press("Escape")
    open_library(page)
    fits()


def test_without_a_network_one_line_and_a_way_on(page: Page):
    """The page says that the server does not answer, and asks again when it is told to."""
    ask(page, WORLD_CUP)
    page.context.set_offline(True)
    page.get_by_label("Your question").fill(HALLUCINATIONS)
    page.keyboard.press("Enter")
    line = page.get_by_role("alert")
    expect(line).to_contain_text("The server does not answer.")
    page.context.set_offline(False)
    line.get_by_role("button", name="Try again").click()
    expect(page.locator("article.turn").nth(1).locator(".mark").first).to_be_visible()
    expect(line).to_be_hidden()


def test_what_the_server_objects_to_is_shown(page: Page):
    """A problem document's own line stands where the answer would."""
    page.get_by_label("Your question").fill("why " * 1200)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("4,799 characters")
