"""What the bot is asked to do, and what it needs from the rest of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from serve.records.types import Verdict
from serve.types import Answer

Trigger = Literal["mention", "direct", "assistant", "follow-up", "auto", "command", "again"]
"""Why a question is answered; `again` is the button."""
Task = Literal["answer", "greet", "limited", "helpful", "reason", "help", "share"]
"""What a job does: `greet` opens the assistant pane, `limited` tells a person to wait, others are buttons."""
Body = dict[str, Any]
"""A payload or a message as Slack writes it in JSON."""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do, which survives a restart.

    `key` names it for ever: the same event delivered twice has the same key. `ts` is the question's message,
    `thread` the message that its thread hangs on; both are empty for a command. `answer` is the id of the
    answer whose button was pressed. `reply_url` takes what only the asker sees.
    """

    key: str
    task: Task
    team: str
    user: str
    channel: str
    thread: str = ""
    ts: str = ""
    text: str = ""
    trigger: Trigger = "mention"
    answer: str = ""
    reply_url: str = ""
    reason: str = ""

    @property
    def person(self) -> str:
        """Who asks, among all that ask anywhere."""
        return f"slack:{self.team}:{self.user}"

    @property
    def conversation(self) -> str:
        """The thread's name among all conversations."""
        return ":".join(filter(None, ("slack", self.team, self.channel, self.thread)))


class Records(Protocol):
    """Where answers and what people think of them are kept."""

    def keep_answer(
        self, answer: Answer, *, asker: str, groups: Sequence[str], conversation: str | None, channel: str
    ) -> str:
        """Keeps it and returns its id."""
        ...

    def feedback(
        self, answer_id: str, verdict: Verdict, reason: str = "", comment: str = "", by: str = ""
    ) -> None:
        """Keeps what a person thinks of it; raises UnknownRecord for an answer that is not kept."""
        ...
