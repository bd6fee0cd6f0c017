"""What a run sees of a search, and what it does with an error."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from eval.golden import GoldenQuestion
from eval.runs.ask import Recorder, ask_golden
from eval.runs.errors import RunFailed
from ingest.errors import BadQuestion
from ingest.types import Passage
from retrieval.query.process import ProcessedQuestion, Query
from retrieval.settings import RetrievalSettings
from retrieval.types import Hit, Observer, Part, Retrieval, unobserved
from serve.types import Answer

SETTINGS = RetrievalSettings.model_validate({"depth": 4, "evidence": 2})


class Searcher:
    """Finds as many passages as it is asked for, each in a section of its own."""

    index: Any = None

    def retrieve(
        self,
        question: str,
        history: Sequence[str] = (),
        groups: Sequence[str] = (),
        limit: int | None = None,
        filters: Sequence[object] = (),
        observe: Observer = unobserved,
    ) -> Retrieval:
        """See `Retriever.retrieve`."""
        hits = tuple(Hit(_passage(n), 1 / n, 0.5) for n in range(1, (limit or 0) + 1))
        query = Query(question)
        return Retrieval(
            ProcessedQuestion(question, (query,), {}),
            Part(query, hits, {}, 0.7, np.zeros(3, np.float32)),
            (),
            {},
        )


def _passage(n: int) -> Passage:
    return Passage(
        str(n), "guide.md", "c", 0, 1, "x", "paragraph", ("Guide", ["Cache", "Mutex"][n % 2] + str(n))
    )


class Engine:
    """Answers always alike, or raises."""

    def __init__(self, answer: Answer, searcher: Any, text_of: Callable[[object], str]) -> None:
        self.answer, self.searcher, self.text_of = answer, searcher, text_of

    def ask(self, question: str, history: Sequence[str]) -> Answer:
        """See `serve.engine.Engine.ask`."""
        if not question:
            raise BadQuestion("the question is empty")
        self.searcher.retrieve(question, history)
        return self.answer


def test_the_engine_gets_what_it_always_gets():
    """The evidence has its usual length, and what is kept has the whole depth."""
    recorder = Recorder(Searcher(), SETTINGS)
    assert [h.passage.id for h in recorder.retrieve("why?").whole.hits] == ["1", "2"]
    assert recorder.last is not None
    assert [h.passage.id for h in recorder.last.whole.hits] == ["1", "2", "3", "4"]


def test_a_limit_is_kept():
    """Also one beyond the depth."""
    recorder = Recorder(Searcher(), SETTINGS)
    assert len(recorder.retrieve("why?", limit=3).whole.hits) == 3
    assert len(recorder.retrieve("why?", limit=9).whole.hits) == 9


def test_retrieval_is_measured_on_the_longer_list(
    question: GoldenQuestion, answer: Answer, text_of: Callable[[object], str]
):
    """The labelled section comes third, where the engine no longer looks."""
    recorder = Recorder(Searcher(), SETTINGS)
    asked = GoldenQuestion(
        "number-01", "why?", "number", True, (), ("Guide > Mutex3",), (("lock",),), "It is."
    )
    (found,) = ask_golden(Engine(answer, recorder, text_of), recorder, [asked])
    assert found.values["MRR@10"] == pytest.approx(1 / 3)
    assert (found.confidence, len(found.hits)) == (0.7, 4)
    assert found.answer["text"] == answer.text
    assert found.faults == ("the first citation stands in another section", "“lock” is missing")


def test_a_question_that_raises_an_error_fails_the_run(answer: Answer, text_of: Callable[[object], str]):
    """It is named, and nothing is averaged over the others."""
    recorder = Recorder(Searcher(), SETTINGS)
    broken = GoldenQuestion("number-07", "", "number", True, (), ("A",), (("b",),), "c")
    with pytest.raises(RunFailed, match="golden question number-07 has no answer: the question is empty"):
        ask_golden(Engine(answer, recorder, text_of), recorder, [broken])
