"""A person's question on its way through the engine, whatever it came in by: remembered, and helped along."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from retrieval.types import Retrieval
from serve.asker import Asker
from serve.engine import Engine
from serve.suggest import suggestions
from serve.types import Answer, Shown
from serve.wire import answer_fields


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom; `history` holds the earlier questions where no conversation is kept."""

    words: str
    asker: Asker
    channel: str
    conversation: str | None = None
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A finished answer; `suggestions` are questions that the material does answer, for a refusal."""

    id: str
    answer: Answer
    suggestions: tuple[str, ...]


class Memory(Protocol):
    """What is kept of answers and conversations."""

    def questions(self, conversation: str, asker: Asker) -> Sequence[str]:
        """The earlier questions of a conversation of this asker's, the oldest first."""
        ...

    def keep(self, question: Question, answer: Answer, found: Retrieval) -> str:
        """Keeps an answer and gives its id."""
        ...


class Forgetful:
    """Keeps nothing."""

    def questions(self, conversation: str, asker: Asker) -> Sequence[str]:
        """See `Memory.questions`: none."""
        return ()

    def keep(self, question: Question, answer: Answer, found: Retrieval) -> str:
        """See `Memory.keep`: an id that leads nowhere."""
        return uuid4().hex


def told(
    engine: Engine, memory: Memory, question: Question
) -> Generator[Retrieval | Shown | Told, None, None]:
    """The evidence, each verified sentence, the finished answer; raises what `Engine.ask` does."""
    history = question.history
    if question.conversation is not None:
        history = tuple(memory.questions(question.conversation, question.asker))
    for step in engine.follow(question.words, history, question.asker.groups):
        if isinstance(step, Retrieval):
            found = step
        if isinstance(step, Answer):
            near: Sequence[str] = ()
            if step.status == "refused":
                near = suggestions(step.question, found.whole.hits, engine.retriever.index.document)
            yield Told(memory.keep(question, step, found), step, tuple(near))
        else:
            yield step


def told_fields(told: Told) -> dict[str, Any]:
    """A finished answer as plain JSON values."""
    return {"id": told.id, **answer_fields(told.answer), "suggestions": list(told.suggestions)}
