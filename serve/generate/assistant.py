"""The language model's help with a question, before anything is searched."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.query.assist import Help, Task
from serve.generate import prompts
from serve.llm.errors import ModelUnavailable
from serve.llm.ledger import Budget
from serve.llm.types import LanguageModel, Message, Prompt

TOKENS = 200
_MARKER = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class ModelAssistant:
    """See `retrieval.query.assist.Assistant`; each reply has to be there within `seconds`."""

    model: LanguageModel
    seconds: float
    budget: Budget

    def help(self, task: Task, question: str, context: Sequence[str]) -> Help:
        """The lines of the reply without markers; none where the model fails or the budget is spent."""
        if self.budget.exhausted:
            return Help()
        message = Message("user", prompts.about(task, question, context))
        try:
            reply = self.model.complete(Prompt(prompts.TASKS[task], (message,), TOKENS), self.seconds)
        except ModelUnavailable as error:
            return Help((), error.spent.tokens, error.spent.cost)
        text = " ".join(reply.text.split()) if task == "hypothetical answer" else reply.text
        lines = (_MARKER.sub("", line).strip(' "“”') for line in text.splitlines())
        return Help(tuple(dict.fromkeys(filter(None, lines))), reply.spent.tokens, reply.spent.cost)
