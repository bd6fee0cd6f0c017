"""Whom an upload is for, on the page."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from serve.records.keys import Keys
from serve.records.store import open_records
from serve.settings import Settings
from tests.integration.web.axe import objections
from tests.integration.web.person import open_library, upload
from tests.servers.app import application, serving

Opened = Callable[..., Page]
WAGES = "# Wages {}\n\nThe wage of a zookeeper is 31 crowns.\n"
TOOLS = "# Tools {}\n\nBrooms are blue.\n"
GROUPS = {"ann": ("payroll", "staff"), "ben": ("staff",), "eve": ()}


@pytest.fixture(scope="module")
def keyed(
    corpus_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server with keys, and the header that each person sends."""
    data_dir = tmp_path_factory.mktemp("keyed")
    shutil.copytree(corpus_index, data_dir, dirs_exist_ok=True)
    settings = Settings(data_dir=data_dir)
    with closing(open_records(settings)) as records:
        keys = Keys(records.database)
        sent = {name: f"Bearer {keys.make(name, 'write', groups)[1]}" for name, groups in GROUPS.items()}
    with application(settings) as app, serving(app) as url:
        yield url, sent


def listed_by(keyed: tuple[str, dict[str, str]], name: str) -> set[str]:
    """The titles that a person sees."""
    reply = httpx.get(f"{keyed[0]}/v1/documents", headers={"Authorization": keyed[1][name]})
    return {d["title"] for d in reply.json()["documents"]}


@pytest.mark.slow
@pytest.mark.parametrize("width", [1360, 380])
def test_a_document_is_for_the_groups_that_are_ticked(
    window: Opened, keyed: tuple[str, dict[str, str]], artefacts: Path, width: int
):
    """The uploader's groups are ticked at first, everyone is not; who is not ticked does not see it."""
    url, sent = keyed
    page = window(extra_http_headers={"Authorization": sent["ann"]}, viewport={"width": width, "height": 760})
    page.goto(url)
    open_library(page)
    choice = page.get_by_role("group", name="For")
    ticked = {name: choice.get_by_label(name).is_checked() for name in ("Everyone", "payroll", "staff")}
    assert ticked == {"Everyone": False, "payroll": True, "staff": True}
    assert objections(page) == []
    choice.get_by_label("staff").uncheck()
    page.screenshot(path=artefacts / f"web-groups-{width}.png")
    expect(upload(page, f"wages-{width}.md", WAGES.format(width))).to_contain_text("added")
    assert f"Wages {width}" in listed_by(keyed, "ann")
    assert f"Wages {width}" not in listed_by(keyed, "ben") | listed_by(keyed, "eve")
    choice.get_by_label("staff").check()
    expect(upload(page, f"tools-{width}.md", TOOLS.format(width))).to_contain_text("added")
    assert f"Tools {width}" in listed_by(keyed, "ben")
    assert f"Tools {width}" not in listed_by(keyed, "eve")


def test_who_has_no_groups_has_nothing_to_choose(window: Opened, keyed: tuple[str, dict[str, str]]):
    """The choice is not there, and what is added is for everyone."""
    url, sent = keyed
    page = window(extra_http_headers={"Authorization": sent["eve"]})
    page.goto(url)
    open_library(page)
    expect(page.get_by_role("group", name="For")).to_have_count(0)
    expect(upload(page, "hours.md", "# Hours\n\nThe zoo opens at nine.\n")).to_contain_text("added")
    assert "Hours" in listed_by(keyed, "ben")


def test_the_choice_is_there_once_the_key_is(window: Opened, keyed: tuple[str, dict[str, str]]):
    """Whoever types a key into the list's own form can choose at once, without opening the list again."""
    url, sent = keyed
    page = window()
    page.goto(url)
    page.get_by_role("button", name="Documents", exact=True).click()
    form = page.get_by_role("complementary").get_by_label("API key")
    form.fill(sent["ben"].removeprefix("Bearer "))
    form.press("Enter")
    expect(page.get_by_role("group", name="For").get_by_label("staff")).to_be_checked()
