"""What a workspace holds: channels, messages, reactions, what single people see, dialogs."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from threading import Condition
from typing import Any

Body = dict[str, Any]


class ApiError(Exception):
    """An answer of the Web API that says `ok: false`."""


@dataclass(slots=True)
class Channel:
    """A place with members; `D…` is a direct message."""

    id: str
    members: set[str]
    archived: bool = False
    messages: list[Body] = field(default_factory=list)

    def find(self, ts: str) -> Body | None:
        """The message of this timestamp."""
        return next((m for m in self.messages if m["ts"] == ts), None)


class State:
    """Guarded by `changed`, which is notified of every change."""

    def __init__(self, bot: str, team: str) -> None:
        self.bot, self.team = bot, team
        self.changed = Condition()
        self.channels: dict[str, Channel] = {}
        self.reactions: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.reacted: list[tuple[str, str, str]] = []
        self.whispers: list[Body] = []
        self.views: list[Body] = []
        self.statuses: list[Body] = []
        self.prompts: list[Body] = []
        self.edits: dict[str, list[Body]] = defaultdict(list)
        self._ticks = count(1)
        self._begun = int(time.time())

    def next_ts(self) -> str:
        """Unique and growing, like Slack's."""
        return f"{self._begun}.{next(self._ticks):06d}"

    def channel_for_bot(self, channel: str) -> Channel:
        """The channel, if the bot may write there; raises ApiError."""
        found = self.channels.get(channel)
        if found is None:
            raise ApiError("channel_not_found")
        if self.bot not in found.members:
            raise ApiError("not_in_channel" if channel.startswith("C") else "channel_not_found")
        if found.archived:
            raise ApiError("is_archived")
        return found
