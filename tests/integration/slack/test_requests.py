"""Who may speak to the bot, and what it says to requests that are no questions."""

import json
import time
from urllib.parse import urlencode

import pytest

from tests.integration.slack.conftest import Start, shown
from tests.servers.slack import Workspace
from tests.servers.slack.delivery import signature

RAG = "What is retrieval-augmented generation?"
JSON = "application/json"


@pytest.mark.parametrize("kind", ["events_api", "interactive", "slash_commands"])
def test_only_slack_is_listened_to(slack: Workspace, start: Start, kind: str):
    """A wrong signature and one that is older than five minutes, for every kind of request, get 401."""
    start()
    event = {
        "type": "app_mention",
        "user": "U1",
        "channel": "C1",
        "ts": "1.1",
        "text": f"<@{slack.bot}> {RAG}",
    }
    payload = {"type": "event_callback", "team_id": "T1", "event": event}
    bodies = {
        "events_api": (json.dumps(payload), JSON),
        "interactive": (
            urlencode({"payload": json.dumps({"type": "block_actions"})}),
            "application/x-www-form-urlencoded",
        ),
        "slash_commands": (urlencode({"command": "/ask", "text": RAG}), "application/x-www-form-urlencoded"),
    }
    body, content = bodies[kind]
    now, old, soon = (str(int(time.time()) + d) for d in (0, -301, 400))
    forged = signature("guessed", now, body)
    assert slack.delivery.request(body, content, now, signed=forged)[0] == 401
    assert slack.delivery.request(body, content, old)[0] == 401
    assert slack.delivery.request(body, content, soon)[0] == 401
    assert slack.calls("reactions.add") == []


def test_a_replay_within_five_minutes_changes_nothing(slack: Workspace, start: Start):
    """The very same signed request again is acknowledged and not answered."""
    start()
    ts = slack.say("U1", "C1", "a message")
    event = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": ts, "text": f"<@{slack.bot}> {RAG}"}
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event": event})
    now = str(int(time.time()))
    assert [slack.delivery.request(body, JSON, now)[0] for _ in range(3)] == [200] * 3
    later = slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?")
    slack.reply_to("C1", later)
    assert len(slack.replies("C1", ts)) == 1


def test_slack_can_verify_the_address(slack: Workspace, start: Start):
    """The challenge that it sends when the address is entered comes back."""
    start()
    body = json.dumps({"type": "url_verification", "challenge": "c4a11"})
    assert slack.delivery.request(body, JSON, str(int(time.time()))) == (200, {"challenge": "c4a11"})


def test_what_it_does_not_know_is_acknowledged(slack: Workspace, start: Start):
    """Events that an app may be subscribed to by mistake are not delivered again and again."""
    start()
    slack.event({"type": "team_join", "user": {"id": "U9"}}).result()
    assert "[1]" in shown(slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> {RAG}")))
