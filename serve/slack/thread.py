"""A thread as the context of a question, and our own messages in it."""

from collections.abc import Iterator

from serve.slack.triggers import Me
from serve.slack.types import Body, Job
from serve.slack.web import Slack
from serve.slack.words import is_greeting, question_of

MEMORY = 10
"""Earlier messages that a follow-up may lean on, as many as `rag chat` remembers."""
MARK = "rag_answer"
"""The type of the metadata by which a message of ours is known again."""
_PAGE = 200
_PAGES = 5


def history_of(slack: Slack, job: Job, me: Me) -> list[str]:
    """What people said in the thread before the question, oldest first; raises what `Slack.call` does."""
    if job.thread in ("", job.ts):
        return []
    said = [
        question_of(message.get("text") or "", me.user)
        for message in _messages(slack, job.channel, job.thread, "")
        if _before(message, job) and not message.get("bot_id") and message.get("user") != me.user
    ]
    return [words for words in said if words != job.text and not is_greeting(words)][-MEMORY:]


def mark_of(job: Job) -> Body:
    """Metadata that says which job a message answers."""
    return {"event_type": MARK, "event_payload": {"key": job.key}}


def posted_for(slack: Slack, job: Job, thread: str) -> str:
    """The timestamp of the message that the job has already posted; empty where there is none."""
    for message in _messages(slack, job.channel, thread, job.ts or job.thread):
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == MARK and metadata.get("event_payload", {}).get("key") == job.key:
            return str(message["ts"])
    return ""


def _before(message: Body, job: Job) -> bool:
    return not job.ts or float(message["ts"]) < float(job.ts)


def _messages(slack: Slack, channel: str, thread: str, oldest: str) -> Iterator[Body]:
    """A thread's messages, or without a thread the channel's since `oldest`."""
    method = "conversations.replies" if thread else "conversations.history"
    where = {"channel": channel, "limit": _PAGE, "include_all_metadata": 1}
    where |= {"ts": thread} if thread else {}
    where |= {"oldest": oldest} if oldest else {}
    cursor = ""
    for _ in range(_PAGES):
        page = slack.call(method, **where, **({"cursor": cursor} if cursor else {}))
        yield from page.get("messages", ())
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return
