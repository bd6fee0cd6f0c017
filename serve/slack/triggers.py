"""Slack's payloads -> jobs: what the bot answers, and all that it leaves alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from serve.slack.settings import SlackSettings
from serve.slack.types import Body, Job, Trigger
from serve.slack.words import is_greeting, is_question, mentioned, question_of

_SPOKEN = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes of messages that a person wrote; the others are edits, joins, topics and bots."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is, as `auth.test` says."""

    user: str
    team: str


class Threads(Protocol):
    """The threads that the bot has joined."""

    def joined(self, channel: str, thread: str) -> str:
        """The kind of the thread; empty for one that it has not joined."""
        ...


def job_of_event(body: Body, me: Me, settings: SlackSettings, threads: Threads) -> Job | None:
    """What an event asks for; None for what is not for the bot."""
    event = body.get("event", {})
    if event.get("type") == "assistant_thread_started":
        return _greeting(body, event["assistant_thread"], settings)
    if _not_a_person(event, me) or not settings.admits(_teams(body, event), event["channel"], event["user"]):
        return None
    question = question_of(event.get("text") or "", me.user)
    trigger = _trigger(event, question, me, settings, threads)
    if trigger is None or is_greeting(question):
        return None
    ts = event["ts"]
    team = body.get("team_id", "")
    return Job(
        key=message_key(team, event["channel"], ts),
        task="answer",
        team=team,
        user=event["user"],
        channel=event["channel"],
        thread=event.get("thread_ts") or ts,
        ts=ts,
        text=question,
        trigger=trigger,
    )


def message_key(team: str, channel: str, ts: str) -> str:
    """A message's name: its mention and the message itself are two events and one question."""
    return f"message:{team}:{channel}:{ts}"


def deleted_key(body: Body) -> str | None:
    """The key of the message that an event says is deleted."""
    event = body.get("event", {})
    if event.get("subtype") != "message_deleted":
        return None
    return message_key(body.get("team_id", ""), event["channel"], event["deleted_ts"])


def job_of_command(body: Mapping[str, Any], settings: SlackSettings, me: Me) -> Job | None:
    """The question of `/ask`; None where the person may not ask there."""
    team, channel, user = body["team_id"], body["channel_id"], body["user_id"]
    if not settings.admits(frozenset({team}), channel, user):
        return None
    return Job(
        key=f"command:{body['trigger_id']}",
        task="answer",
        team=team,
        user=user,
        channel=channel,
        text=question_of(body.get("text") or "", me.user),
        trigger="command",
        reply_url=body["response_url"],
    )


def _greeting(body: Body, thread: Body, settings: SlackSettings) -> Job | None:
    team, user, channel, ts = body["team_id"], thread["user_id"], thread["channel_id"], thread["thread_ts"]
    if not settings.admits(frozenset({team}), channel, user):
        return None
    return Job(f"pane:{channel}:{ts}", "greet", team, user, channel, ts, trigger="assistant")


def _not_a_person(event: Body, me: Me) -> bool:
    return bool(
        event.get("subtype") not in _SPOKEN
        or event.get("bot_id")
        or event.get("hidden")
        or "edited" in event
        or event.get("user") in (None, me.user, "USLACKBOT")
        or not {"channel", "ts"} <= event.keys()
    )


def _teams(body: Body, event: Body) -> frozenset[str]:
    """The workspace, and in a channel shared with others that of the person as well."""
    named = (body.get("team_id"), event.get("user_team"), event.get("source_team"), event.get("team"))
    return frozenset(str(t) for t in named if t)


def _trigger(event: Body, question: str, me: Me, settings: SlackSettings, threads: Threads) -> Trigger | None:
    channel, thread = event["channel"], event.get("thread_ts") or ""
    people = mentioned(event.get("text") or "")
    kind = threads.joined(channel, thread) if thread else ""
    if event.get("channel_type") == "im" or channel.startswith("D"):
        return "assistant" if kind == "assistant" else "direct"
    if me.user in people or event.get("type") == "app_mention":
        return "mention"
    if people:  # said to somebody else
        return None
    if kind:
        return "follow-up"
    asked_openly = not thread and channel in settings.auto_channels and is_question(question)
    return "auto" if asked_openly else None
