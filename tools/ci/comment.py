"""Puts a summary on a pull request: edits the comment that it wrote before, or writes the first one.

    GITHUB_TOKEN=… python3 tools/ci/comment.py NUMBER SUMMARY.md [LINK]

Runs on a bare Python: GitHub's REST API (docs.github.com/en/rest/issues/comments) and the variables that its
runners set, `GITHUB_API_URL` and `GITHUB_REPOSITORY`.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

MARK = "<!-- rag-eval -->"
"""Not seen by people; how an earlier comment is known."""
BOT = "github-actions[bot]"
LONGEST = 65_000
"""Characters; GitHub takes 65 536 of a comment."""
PAGE = 100


def main(number: str, summary: str, link: str = "") -> None:
    """Writes or edits the comment, and says where it is."""
    comments = f"/repos/{os.environ['GITHUB_REPOSITORY']}/issues/{number}/comments"
    body = {"body": text(Path(summary).read_text(encoding="utf-8"), link)}
    earlier = ours(comments)
    if earlier is None:
        done = call("POST", comments, body)
    else:
        done = call("PATCH", f"/repos/{os.environ['GITHUB_REPOSITORY']}/issues/comments/{earlier}", body)
    print(done["html_url"])


def text(summary: str, link: str) -> str:
    """The comment's words; of a very long summary the beginning, which holds the verdict and the figures."""
    told = summary.strip() if len(summary) <= LONGEST else summary[:LONGEST].rsplit("\n", 1)[0] + "\n\n[…]"
    return f"{MARK}\n{told}" + (f"\n\n[The whole report]({link}), as an artefact." if link else "")


def ours(comments: str) -> int | None:
    """The number of the comment that an earlier run wrote."""
    page = 1
    while found := call("GET", f"{comments}?per_page={PAGE}&page={page}"):
        for comment in found:
            if comment["user"]["login"] == BOT and comment["body"].startswith(MARK):
                return int(comment["id"])
        page += 1
    return None


def call(method: str, path: str, body: dict[str, str] | None = None) -> Any:
    """One request; its answer, read."""
    request = urllib.request.Request(  # noqa: S310 - the runner's own address
        os.environ["GITHUB_API_URL"] + path,
        json.dumps(body).encode() if body else None,
        {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
        },
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"comment.py: {method} {path}: {error.code} {error.reason}") from error


if __name__ == "__main__":
    main(*sys.argv[1:])
