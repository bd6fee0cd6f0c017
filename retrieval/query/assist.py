"""What a language model may do for a search. Whatever it leaves undone the rules do, or nobody.

Each task has a setting of its own and is off by default (docs/retrieval.md). HyDE: Gao et al., "Precise
Zero-Shot Dense Retrieval without Relevance Labels", ACL 2023. Several wordings fused by rank: Rackauckas,
"RAG-Fusion", 2024.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from retrieval.settings import RetrievalSettings

Task = Literal["follow-up", "parts", "hypothetical answer", "other wordings", "second look"]


@dataclass(frozen=True, slots=True)
class Help:
    """The lines of a reply, none where the model failed or had nothing to say, and what it came to.

    `tokens` by name, empty where none were counted; `cost` in US dollars, None where a price is not known.
    """

    lines: tuple[str, ...] = ()
    tokens: Mapping[str, int] = field(default_factory=dict)
    cost: float | None = 0.0


class Assistant(Protocol):
    """A language model that is asked about questions."""

    def help(self, task: Task, question: str, context: Sequence[str]) -> Help:
        """Its reply, or none; it raises nothing.

        `context`: the conversation's earlier questions, or the passages that were found.
        """
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """What a language model was asked for a search, and what of its `Help` was used."""

    task: Task
    lines: tuple[str, ...]
    tokens: Mapping[str, int] = field(default_factory=dict)
    cost: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Consultation:
    """The tasks of one question that the settings hand to the model, with what came of them."""

    settings: RetrievalSettings
    assistant: Assistant | None
    steps: list[Step] = field(default_factory=list)

    def ask(self, task: Task, question: str, context: Sequence[str] = ()) -> tuple[str, ...]:
        """The model's lines that differ from the question, as many as wanted at most; none without it."""
        wanted = self._wanted(task)
        if self.assistant is None or not wanted:
            return ()
        given = self.assistant.help(task, question, context)
        self.steps.append(Step(task, given.lines[:wanted], given.tokens, given.cost))
        return tuple(line for line in given.lines[:wanted] if line.casefold() != question.casefold())

    def _wanted(self, task: Task) -> int:
        """How many lines the settings allow, 0 where the task is off."""
        allowed: dict[Task, int] = {
            "follow-up": int(self.settings.llm_followups),
            "parts": MOST_PARTS * self.settings.llm_decompose,
            "hypothetical answer": int(self.settings.hyde),
            "other wordings": self.settings.multi_query,
            "second look": int(self.settings.second_look > 0),
        }
        return allowed[task]


MOST_PARTS = 4
