"""ragas's faithfulness of cited sentences, by evaluation's own judge or by a language model."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ragas.llms.base import InstructorBaseRagasLLM
from ragas.metrics.collections import Faithfulness
from ragas.metrics.collections.base import BaseMetric
from ragas.metrics.collections.faithfulness.util import NLIStatementOutput, StatementFaithfulnessAnswer

from eval.ragas.rows import Cited
from eval.ragas.scoring import scored
from ingest.sentences import sentence_spans
from serve.llm.types import LanguageModel, Message, Prompt
from serve.support.focus import focused
from serve.support.models import SupportModel

TOKENS = 2000
"""Of a reply: each statement comes with a reason and a verdict."""
TRIES = 2
AT_ONCE = 8
"""Calls of a language model that are under way; one after the other, a run would take hours."""


class JudgedFaithfulness(Faithfulness):  # type: ignore[misc] # mypy runs where ragas is not installed
    """Without a language model: sentences are the statements, and a cross-encoder gives the verdicts.

    A statement is supported where the model's probability is above a half. ragas's variant for HHEM
    replaces its verdicts in the same way; the two steps are private, so ragas is pinned.
    """

    def __init__(self, judge: SupportModel) -> None:
        # The constructor in between insists on a language model.
        BaseMetric.__init__(self, name="faithfulness")
        self._judge = judge

    async def _create_statements(self, question: str, response: str) -> list[str]:
        return [response[a:b] for a, b in sentence_spans(response)] or [response]

    async def _create_verdicts(self, statements: Sequence[str], context: str) -> Any:
        logits = self._judge.logits(statements, [focused(s, context) for s in statements]).tolist()
        answers = [
            StatementFaithfulnessAnswer(statement=s, reason=f"logit {x:.2f}", verdict=int(x > 0))
            for s, x in zip(statements, logits, strict=True)
        ]
        return NLIStatementOutput(statements=answers)


class AskedModel(InstructorBaseRagasLLM):  # type: ignore[misc] # as above
    """The project's language model for ragas's own prompts, which hold the schema of the reply."""

    def __init__(self, model: LanguageModel, seconds: float) -> None:
        self._model, self._seconds = model, seconds
        self._pool = ThreadPoolExecutor(AT_ONCE)

    def generate(self, prompt: str, response_model: Any) -> Any:
        """The reply as such a model; raises ModelUnavailable, and ValueError where it is none, twice."""
        for _ in range(TRIES - 1):
            try:
                return self._once(prompt, response_model)
            except ValueError:
                continue
        return self._once(prompt, response_model)

    async def agenerate(self, prompt: str, response_model: Any) -> Any:
        """See `generate`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self.generate, prompt, response_model)

    def _once(self, prompt: str, response_model: Any) -> Any:
        reply = self._model.complete(Prompt("", (Message("user", prompt),), TOKENS), self._seconds)
        # Models like to wrap what they are asked for.
        start, end = reply.text.find("{"), reply.text.rfind("}")
        return response_model.model_validate_json(reply.text[start : end + 1])


def asked_faithfulness(model: LanguageModel, seconds: float) -> Faithfulness:
    """With ragas's own prompts; a call takes `seconds` at most."""
    return Faithfulness(llm=AskedModel(model, seconds))


def faithfulness(metric: Faithfulness, rows: Sequence[Cited]) -> dict[Cited, float]:
    """Of each sentence, the share of its statements that its evidence supports.

    Raises RunFailed. ragas: Es et al., "RAGAS: Automated Evaluation of Retrieval Augmented Generation", 2023.
    """

    async def score(row: Cited) -> float:
        found = await metric.ascore(row.question, row.sentence, [row.evidence])
        return float(found.value)

    values = scored("faithfulness", rows, score, lambda row: f"“{row.sentence}”")
    return dict(zip(rows, values, strict=True))
