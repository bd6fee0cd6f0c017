"""A person's question on its way through the engine, whatever it came in by: remembered, and helped along."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.types import Observer, Retrieval, unobserved
from serve.asker import Asker
from serve.engine import Engine
from serve.records.store import Records
from serve.suggest import suggestions
from serve.types import Answer, Shown
from serve.wire import answer_fields

MEMORY = 10
"""Earlier questions that a question may lean on."""


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


def told(
    engine: Engine, records: Records, question: Question, observe: Observer = unobserved
) -> Generator[Retrieval | Shown | Told, None, None]:
    """The evidence, each verified sentence, the finished answer; raises what `Engine.ask` does.

    The answer is kept before it is handed out; `observe` is told of each stage as it ends.
    Raises UnknownRecord, StorageProblem.
    """
    asker = question.asker
    history = earlier(records, question)
    for step in engine.follow(question.words, history, asker.groups, asker.name, observe):
        if isinstance(step, Retrieval):
            found = step
        if isinstance(step, Answer):
            near: Sequence[str] = ()
            if step.status == "refused":
                near = suggestions(step.question, found.whole.hits, engine.retriever.index.document)
            kept = records.keep_answer(
                step,
                asker=asker.name,
                groups=asker.groups,
                conversation=question.conversation,
                channel=question.channel,
            )
            yield Told(kept, step, tuple(near))
        else:
            yield step


def earlier(records: Records, question: Question) -> Sequence[str]:
    """The questions before this one, the oldest first."""
    if question.conversation is None:
        return question.history
    asker = question.asker
    kept = records.conversation(question.conversation, asker=asker.name, groups=asker.groups)
    return [turn.question for turn in kept.turns if turn.question][-MEMORY:]


def told_fields(told: Told) -> dict[str, Any]:
    """A finished answer as plain JSON values."""
    return {"id": told.id, **answer_fields(told.answer), "suggestions": list(told.suggestions)}
