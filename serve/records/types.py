"""What is kept, as it is read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from serve.types import Answer

Verdict = Literal["helpful", "not helpful", "ask again"]
Scope = Literal["read", "write", "admin"]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that was given. `at` is in seconds since 1970; `trace` holds the answer's own fields.

    `question` is empty, and `trace` has no words, where words are not kept.
    """

    id: str
    at: float
    asker: str
    groups: tuple[str, ...]
    conversation: str | None
    channel: str
    status: str
    question: str
    trace: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A person's verdict on an answer, `at` seconds since 1970."""

    answer: str
    at: float
    verdict: Verdict
    reason: str
    comment: str
    by: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given, and what is kept of it."""

    answer: Answer
    kept: KeptAnswer


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions that belong together, `at` being when it began, in seconds since 1970."""

    id: str
    at: float
    turns: tuple[KeptAnswer, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one question, of which people called one helpful and the other not."""

    question: str
    chosen: KeptAnswer
    rejected: KeptAnswer
    reason: str


@dataclass(frozen=True, slots=True)
class Key:
    """An API key without its secret. `made` and `revoked` are in seconds since 1970."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    groups: tuple[str, ...]
    made: float
    revoked: float | None


class Listener(Protocol):
    """Whoever wants to hear of each answer and verdict once it is kept."""

    def hear(self, event: Given | Judged) -> None:
        """Called in the thread that keeps it: takes little time."""
        ...
