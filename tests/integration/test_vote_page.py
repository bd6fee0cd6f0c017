"""The page on which a person votes, over real HTTP and in a real browser."""

import json
import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Thread

import pytest
import uvicorn

from eval.pairwise.ballots import Booth, plan
from eval.pairwise.entrants import Entrant
from eval.pairwise.server import LOOPBACK, application, listen
from eval.pairwise.votes import VoteFile, read_votes
from eval.runs.types import SCHEMA, Asked, Provenance, Run

EVIL = "<img src=x onerror=\"document.title='owned'\"> Markup is words."


def entrant(name: str, said: str) -> Entrant:
    """A run of three questions."""
    provenance = Provenance("corpus", "", "", {}, {}, "", None, "", "", "")
    citation = {"quote": "A quote.", "document": "a.md", "section": "S", "page": None}
    questions = tuple(
        Asked(
            f"q{n}",
            "number",
            f"Question {n}?",
            (),
            True,
            (),
            (),
            "",
            (),
            {},
            0.5,
            {"status": "answered", "text": f"{said} {n} [1]", "citations": [citation]},
            (),
        )
        for n in range(3)
    )
    return Entrant(name, f"{name}@0", Run(SCHEMA, provenance, {}, {}, {}, {}, questions))


@pytest.fixture
def votes(tmp_path: Path) -> Path:
    """Where votes go."""
    return tmp_path / "votes.jsonl"


@pytest.fixture
def url(votes: Path) -> Iterator[str]:
    """A server over two runs that differ."""
    booth = Booth(plan(entrant("one", "First says"), entrant("two", EVIL), Random(0)), VoteFile(votes))  # noqa: S311
    with closing(listen(0)) as listener:
        config = uvicorn.Config(application(booth), log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def call(url: str, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, object]]:
    """Status and JSON of a request."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {}


def test_voting_over_http(url: str, votes: Path):
    """A vote is acknowledged once it is written; a repetition is refused, and undo brings it back."""
    _, state = call(url, "/api/state")
    ballot = state["ballot"]["id"]  # type: ignore[index]
    assert call(url, "/api/votes", {"ballot": ballot, "choice": "left"})[0] == 200
    assert len(read_votes(votes)) == 1
    assert call(url, "/api/votes", {"ballot": ballot, "choice": "left"})[0] == 409
    assert call(url, "/api/votes", {"ballot": ballot, "choice": "best"})[0] == 422
    status, state = call(url, "/api/undo", {})
    assert (status, state["ballot"]["id"]) == (200, ballot)  # type: ignore[index]
    assert read_votes(votes) == []


def test_other_pages_cannot_vote(url: str, votes: Path):
    """A request from another origin, or to another name of this address, is refused."""
    _, state = call(url, "/api/state")
    body = {"ballot": state["ballot"]["id"], "choice": "left"}  # type: ignore[index]
    assert call(url, "/api/votes", body, Origin="http://evil.example")[0] == 403
    assert call(url, "/api/votes", body, Host="evil.example")[0] == 400
    assert read_votes(votes) == []


def test_a_person_votes_by_key_and_by_click(url: str, votes: Path):
    """In Chromium: keys, clicks, undo, the end; markup in an answer is shown as words."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")  # Debian's name, and Ubuntu's
    if chromium is None:
        assert not os.environ.get("CI"), "CI has to install chromium"
        pytest.skip("needs chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as browsers:
        options = ["--no-sandbox", "--disable-background-networking"]
        browser = browsers.chromium.launch(executable_path=chromium, args=options)
        page = browser.new_page()
        page.goto(url)

        def decided(count: str) -> None:
            # The count alone: what a screen reader is told names the next question, and so is a vote ahead.
            page.locator("#count").get_by_text(count, exact=True).wait_for()

        page.get_by_role("heading", name="Question").wait_for()
        assert "<img" in page.inner_text("main")
        assert page.title() != "owned"
        page.keyboard.press("ArrowLeft")
        decided("1 of 3")
        page.get_by_role("button", name="Both bad").click()
        decided("2 of 3")
        page.keyboard.press("u")
        decided("1 of 3")
        page.keyboard.press("t")
        decided("2 of 3")
        page.get_by_role("button", name="Answer 2").click()
        page.get_by_text("Every question is decided.").wait_for()
        browser.close()
    assert [v.choice for v in read_votes(votes)] == ["left", "tie", "right"]
