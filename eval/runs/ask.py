"""Asks the golden questions and keeps, of each, the answer, the evidence behind it and its values."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tqdm import tqdm

from eval.answers import outcome
from eval.golden import GoldenQuestion
from eval.retrieval.orders import units_of
from eval.retrieval.sets import Question
from eval.runs.errors import RunFailed
from eval.runs.types import Asked
from eval.runs.values import faults_of, values_of
from ingest.errors import RagError
from ingest.index.payload import Filter
from ingest.types import EVERYONE
from retrieval.settings import RetrievalSettings
from retrieval.types import Observer, Retrieval, Searcher, unobserved
from serve.engine import Engine
from serve.types import Answer
from serve.wire import answer_fields, hit_fields

HITS = 5


class Recorder:
    """A searcher that gives the engine what it always gets, and keeps the longer list behind it."""

    def __init__(self, inner: Searcher, settings: RetrievalSettings) -> None:
        self.index = inner.index
        self._inner = inner
        self._settings = settings
        self.last: Retrieval | None = None

    def retrieve(
        self,
        question: str,
        history: Sequence[str] = (),
        groups: Sequence[str] = (EVERYONE,),
        limit: int | None = None,
        filters: Sequence[Filter] = (),
        observe: Observer = unobserved,
    ) -> Retrieval:
        """See `Retriever.retrieve`; a longer list costs no reranking."""
        depth = max(self._settings.depth, limit or 0)
        self.last = self._inner.retrieve(question, history, groups, depth, filters, observe)
        whole = self.last.whole
        return replace(self.last, whole=replace(whole, hits=whole.hits[: limit or self._settings.evidence]))


def ask_golden(engine: Engine, recorder: Recorder, questions: Iterable[GoldenQuestion]) -> list[Asked]:
    """Every question asked; raises RunFailed for the first that raises an error."""
    watched = tqdm(list(questions), desc="asking", unit=" questions", file=sys.stderr, disable=None)
    return [_asked(q, engine, recorder) for q in watched]


def _asked(question: GoldenQuestion, engine: Engine, recorder: Recorder) -> Asked:
    try:
        answer = engine.ask(question.question, question.history)
    except RagError as error:
        raise RunFailed(f"golden question {question.id} has no answer: {error}") from error
    assert recorder.last is not None  # noqa: S101 - the engine has just asked it
    return measured(question, answer, recorder.last, engine)


def measured(question: GoldenQuestion, answer: Answer, found: Retrieval, engine: Engine) -> Asked:
    """What a run keeps of one question."""
    judged = outcome(question, answer)
    labelled = Question(question.question, frozenset(question.sections))
    ranked = units_of((h.passage for h in found.whole.hits), labelled, by_section=True)
    return Asked(
        id=question.id,
        kind=question.kind,
        question=question.question,
        history=question.history,
        answerable=question.answerable,
        sections=question.sections,
        facts=question.facts,
        reference=question.reference,
        faults=faults_of(judged),
        values=values_of(judged, ranked, engine.text_of),
        confidence=found.whole.confidence,
        answer=answer_fields(answer),
        hits=tuple(hit_fields(h) for h in found.whole.hits[:HITS]),
    )
