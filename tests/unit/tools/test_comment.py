"""The comment on a pull request: one, whatever the number of runs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

ROOT = Path(__file__).parents[3]
MARK = "<!-- rag-eval -->"
BOT = "github-actions[bot]"
COMMENTS = "/repos/own/er/issues/7/comments"


class GitHub(ThreadingHTTPServer):
    """Speaks as much of GitHub's REST API as comments need: pages, creation, change, and a token."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.comments: list[dict[str, Any]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def say(self, login: str, body: str) -> dict[str, Any]:
        """Somebody comments."""
        number = 100 + len(self.comments)
        self.comments.append(
            {"id": number, "user": {"login": login}, "body": body, "html_url": f"{self.url}/c/{number}"}
        )
        return self.comments[-1]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: GitHub

    def do_GET(self) -> None:
        """A page of comments, oldest first."""
        where = urlsplit(self.path)
        asked = {k: int(v[0]) for k, v in parse_qs(where.query).items()}
        first = (asked["page"] - 1) * asked["per_page"]
        self._answer(where.path, self.server.comments[first : first + asked["per_page"]], 200)

    def do_POST(self) -> None:
        """A new comment of whoever has the token."""
        self._answer(self.path, self.server.say(BOT, self._body()), 201)

    def do_PATCH(self) -> None:
        """Another text for a comment."""
        number = int(self.path.rsplit("/", 1)[1])
        (comment,) = [c for c in self.server.comments if c["id"] == number]
        comment["body"] = self._body()
        self._answer(COMMENTS, comment, 200)

    def _body(self) -> str:
        return str(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"])

    def _answer(self, path: str, value: Any, status: int) -> None:
        allowed = self.headers["Authorization"] == "Bearer secret" and path == COMMENTS
        self.send_response(status if allowed else 403)
        self.end_headers()
        self.wfile.write(json.dumps(value if allowed else {"message": "forbidden"}).encode())

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def github() -> Iterator[GitHub]:
    """A server of its own for each test."""
    with GitHub() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def comment(github: GitHub, summary: Path, token: str = "secret") -> subprocess.CompletedProcess[str]:  # noqa: S107
    """Runs the script as the workflow does."""
    command = [
        sys.executable,
        str(ROOT / "tools" / "ci" / "comment.py"),
        "7",
        str(summary),
        "https://x/report",
    ]
    variables = {"GITHUB_API_URL": github.url, "GITHUB_REPOSITORY": "own/er", "GITHUB_TOKEN": token}
    environment = {**os.environ, **variables}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603


def test_the_second_run_edits_the_first_one_s_comment(github: GitHub, tmp_path: Path):
    """Nobody else's comment is touched, be it on the next page or beginning with the same mark."""
    summary = tmp_path / "summary.md"
    summary.write_text("## Evaluation: fine\n", encoding="utf-8")
    github.say("person", f"{MARK}\nquoted")
    for n in range(120):
        github.say("person" if n % 2 else BOT, f"remark {n}")

    first = comment(github, summary)
    assert first.returncode == 0, first.stderr
    assert len(github.comments) == 122
    assert first.stdout.strip() == github.comments[-1]["html_url"]
    assert github.comments[-1]["body"].startswith(f"{MARK}\n## Evaluation: fine")
    assert "(https://x/report)" in github.comments[-1]["body"]

    summary.write_text("## Evaluation: 2 of 14 figures fell — “worse”\n", encoding="utf-8")
    github.say("person", "later")
    assert comment(github, summary).returncode == 0
    assert len(github.comments) == 123
    assert "2 of 14 figures fell — “worse”" in github.comments[121]["body"]
    assert [c["body"] for c in github.comments[:2]] == [f"{MARK}\nquoted", "remark 0"]


def test_a_long_summary_is_cut(github: GitHub, tmp_path: Path):
    """GitHub refuses more than 65 536 characters; the verdict stands at the beginning."""
    (tmp_path / "summary.md").write_text("## Verdict\n" + "a line\n" * 20_000, encoding="utf-8")
    assert comment(github, tmp_path / "summary.md").returncode == 0
    body = github.comments[0]["body"]
    assert len(body) < 65_536
    assert "## Verdict" in body and "a line\n\n[…]" in body and body.endswith("as an artefact.")


def test_a_refused_comment_is_one_clear_line(github: GitHub, tmp_path: Path):
    """A token that may not write fails the step and says what was refused, without the token."""
    (tmp_path / "summary.md").write_text("words", encoding="utf-8")
    done = comment(github, tmp_path / "summary.md", token="other")  # noqa: S106 - not one
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"comment.py: GET {COMMENTS}?per_page=100&page=1: 403 Forbidden"]
