"""What the buttons under an answer do."""

from collections.abc import Mapping, Sequence
from typing import Any

from ingest.errors import PathProblem
from serve.engine import Engine
from serve.records.errors import UnknownRecord
from serve.records.types import Verdict
from serve.slack.answering import message_of
from serve.slack.bot import Bot
from serve.slack.dialogs import (
    CHANGED,
    EXPIRED,
    NOT_THERE,
    THANKS,
    help_message,
    note_dialog,
    reason_dialog,
    reason_given,
    shared_by,
    sources_dialog,
)
from serve.slack.errors import Gone
from serve.slack.memory import Kept
from serve.slack.posting import show, whisper
from serve.slack.types import Body, Job, Task, Trigger
from serve.verify import spans_hold

PREFIX = "rag_"
DIALOGS = frozenset({"reason", "sources"})
"""Buttons that open a dialog, which has to happen within three seconds."""
_ONCE = frozenset({"helpful", "help", "share"})
"""Buttons that do nothing when the same person presses them again."""


def job_of_button(body: Mapping[str, Any], bot: Bot) -> Job | None:
    """What a pressed button asks for; None where the person may not ask, or where it opens a dialog."""
    action = body["actions"][0]
    name = action["action_id"].removeprefix(PREFIX)
    team, user, channel = body["team"]["id"], body["user"]["id"], body["channel"]["id"]
    if name in DIALOGS or not bot.settings.admits(frozenset({team}), channel, user):
        return None
    place = body.get("container", {})
    private = bool(place.get("is_ephemeral"))
    ts = "" if private else place.get("message_ts", "")
    kept = bot.memory.kept(action["value"]) if name == "again" else None
    task: Task = "answer" if name == "again" else name
    trigger: Trigger = "again"
    return Job(
        key=":".join((name, action["value"], user, *(() if name in _ONCE else (action["action_ts"],)))),
        task=task,
        team=team,
        user=user,
        channel=channel,
        thread=body.get("message", {}).get("thread_ts") or ts,
        ts=ts,
        text=kept.answer.question if kept else "",
        trigger=trigger,
        answer=action["value"],
        reply_url=body.get("response_url", "") if private or name != "again" else "",
    )


def dialog_of(body: Mapping[str, Any], bot: Bot) -> Body | None:
    """The dialog that a button opens; None for the other buttons, and for who may not ask."""
    action = body["actions"][0]
    name = action["action_id"].removeprefix(PREFIX)
    team, user, channel = body["team"]["id"], body["user"]["id"], body["channel"]["id"]
    if name not in DIALOGS or not bot.settings.admits(frozenset({team}), channel, user):
        return None
    if name == "reason":
        place = body.get("container", {})
        return reason_dialog(action["value"], f"{channel} {place.get('thread_ts', '')}".strip())
    kept = bot.memory.kept(action["value"])
    if kept is None:
        return note_dialog(EXPIRED)
    if not still_there(kept, bot.engine(), bot.settings.groups_of(channel)):
        return note_dialog(CHANGED)
    return sources_dialog(kept.answer.citations, bot.settings.public_url)


def job_of_dialog(body: Mapping[str, Any]) -> Job:
    """What was said in the dialog of the button “Not helpful”."""
    view = body["view"]
    answer_id, reason, comment = reason_given(view)
    _, channel, *thread = view["private_metadata"].split(" ")
    return Job(
        key=f"reason:{view['id']}",
        task="reason",
        team=body["team"]["id"],
        user=body["user"]["id"],
        channel=channel,
        thread="".join(thread),
        text=comment,
        answer=answer_id,
        reason=reason,
    )


def helpful(bot: Bot, job: Job) -> None:
    """Keeps the verdict and says thank you."""
    whisper(bot, job, _kept_verdict(bot, job, "helpful"))


def not_helpful(bot: Bot, job: Job) -> None:
    """Keeps the verdict with its reason and says thank you."""
    whisper(bot, job, _kept_verdict(bot, job, "not helpful"))


def _kept_verdict(bot: Bot, job: Job, verdict: Verdict) -> str:
    try:
        bot.records.feedback(job.answer, verdict, job.reason, job.text, job.person)
    except UnknownRecord:
        return EXPIRED
    return THANKS


def call_for_help(bot: Bot, job: Job) -> None:
    """Mentions the group that knows more, in the thread."""
    kept = bot.memory.kept(job.answer)
    if kept is None:
        whisper(bot, job, EXPIRED)
        return
    try:
        show(bot, job, {"text": help_message(bot.settings.slack_helpers, job.user, kept.answer.question)})
    except Gone:
        whisper(bot, job, NOT_THERE)


def share(bot: Bot, job: Job) -> None:
    """Posts an answer that one person has seen where all see it, if the documents still say so."""
    kept = bot.memory.kept(job.answer)
    if kept is None or not still_there(kept, bot.engine(), bot.settings.groups_of(job.channel)):
        whisper(bot, job, CHANGED if kept else EXPIRED)
        return
    shared = message_of(bot, Kept(kept.id, kept.answer))
    asked = shared_by(job.user, kept.answer.question)
    try:
        ts = show(bot, job, {**shared, "blocks": [asked, *shared["blocks"]]}, thread="")
    except Gone:
        whisper(bot, job, NOT_THERE)
        return
    bot.memory.join(job.channel, ts)
    bot.slack.reply(job.reply_url, {"delete_original": True})


def still_there(kept: Kept, engine: Engine, groups: Sequence[str]) -> bool:
    """Whether every quote still stands where the answer found it, in a document that the groups may see."""
    try:
        return all(
            spans_hold(c, engine.text_of)
            and not set(groups).isdisjoint(engine.retriever.index.document(c.document).groups)
            for c in kept.answer.citations
        )
    except PathProblem:  # the document is gone
        return False
