"""What the bot answers in a workspace, and what it leaves alone."""

from tests.integration.slack.conftest import Start
from tests.servers.slack import Workspace

RAG = "What is retrieval-augmented generation?"


def test_a_mention_is_answered_in_its_thread(slack: Workspace, start: Start, mode: str):
    """Over a socket and over HTTP alike, a mention gets a cited answer under it."""
    start(slack_mode=mode)
    ts = slack.say("U1", "C1", f"<@{slack.bot}> {RAG}")
    answer = slack.reply_to("C1", ts)
    assert "[1]" in answer["blocks"][0]["text"]["text"]
