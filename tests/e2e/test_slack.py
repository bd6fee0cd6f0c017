"""`rag slack` as a process: started, killed, told to end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.slack import Fault, Workspace

RAG = "What is retrieval-augmented generation?"
Begin = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def slack() -> Iterator[Workspace]:
    """A workspace with one channel."""
    with Workspace() as workspace:
        workspace.channel("C1")
        yield workspace


@pytest.fixture
def begin(slack: Workspace, corpus_index: Path, tmp_path: Path) -> Iterator[Begin]:
    """Starts `rag slack` over `corpus/` in HTTP mode and waits until it listens."""
    started: list[subprocess.Popen[str]] = []
    data_dir = shutil.copytree(corpus_index, tmp_path / "data")

    def run(**settings: str) -> subprocess.Popen[str]:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "RAG_RERANKER": "none",
            "RAG_SLACK_MODE": "http",
            "RAG_SLACK_PORT": str(port),
            "RAG_SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.secret,
            **settings,
        }
        command = [
            sys.executable,
            "-c",
            "from serve.cli import main; main()",
            "slack",
            "--data-dir",
            str(data_dir),
        ]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own
        started.append(process)
        slack.listens_at(f"http://127.0.0.1:{port}/slack/events")
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def listening(process: subprocess.Popen[str]) -> None:
    """Reads until the process says that it answers."""
    assert process.stderr
    for line in process.stderr:
        if "answering in Slack" in line:
            return
    raise AssertionError("it never listened")


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before the post", "after the post"])
def test_a_killed_bot_answers_after_its_restart_what_it_had_acknowledged(
    slack: Workspace, begin: Begin, moment: str
):
    """Killed between acknowledgement and answer, or between Slack's having the answer and our knowing it."""
    first = begin()
    listening(first)
    if moment == "before the post":
        slack.faults.then("reactions.add", Fault(429, "ratelimited", retry_after=600))
    else:
        slack.faults.then("chat.postMessage", Fault(429, "ratelimited", retry_after=600, after=True))
    ts = slack.say("U1", "C1", f"<@{slack.bot}> {RAG}")
    awaited = "reactions.add" if moment == "before the post" else "chat.postMessage"
    slack.wait(lambda: slack.calls(awaited), "the bot to be at it")
    assert len(slack.replies("C1", ts)) == (moment == "after the post")
    first.kill()
    first.wait()
    slack.faults.forgive()
    listening(begin())
    slack.reply_to("C1", ts)
    slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?"))
    assert len(slack.replies("C1", ts)) == 1


def test_it_ends_when_it_is_told_to(slack: Workspace, begin: Begin):
    """SIGTERM: exit code 0."""
    process = begin()
    listening(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


@pytest.mark.parametrize(
    ("settings", "code", "says"),
    [
        ({"SLACK_BOT_TOKEN": ""}, 11, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_SIGNING_SECRET": ""}, 11, "SLACK_SIGNING_SECRET is not set"),
        ({"RAG_SLACK_MODE": "socket"}, 11, "SLACK_APP_TOKEN is not set"),
        ({"RAG_SLACK_CHANNEL_GROUPS": "C1"}, 11, "RAG_SLACK_CHANNEL_GROUPS"),
        ({"SLACK_BOT_TOKEN": "xoxb-old"}, 17, "token_revoked"),
        ({"RAG_SLACK_API_URL": "http://127.0.0.1:9/"}, 17, "Slack does not answer"),
    ],
)
def test_what_is_missing_or_wrong_is_one_line(begin: Begin, settings: dict[str, str], code: int, says: str):
    """It names the variable, and has its exit code."""
    process = begin(**settings)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    (line,) = [text for text in told.splitlines() if text.startswith("rag:")]
    assert says in line
    assert "xoxb" not in told
