"""Question -> cited answer or refusal: the whole of it on one page."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.types import EVERYONE, DocumentId
from retrieval.types import Hit, Retrieval, Searcher
from serve.extract.answerer import ExtractiveAnswerer
from serve.extract.render import Draft, render_supported
from serve.extract.units import Unit
from serve.premise import Statement, contradicted_by
from serve.question import checked_question
from serve.refusal import Refusal, false_premise, nothing_of_the_kind, unanswerable
from serve.settings import Settings
from serve.types import Answer, Dropped


class Engine:
    """One open index, ready to answer."""

    def __init__(
        self, retriever: Searcher, answerer: ExtractiveAnswerer, refuse_below: float, settings: Settings
    ) -> None:
        self.retriever = retriever
        self._least = refuse_below
        self._answerer = answerer
        self._settings = settings
        self._settings_hash = settings.hash

    def ask(
        self, question: object, history: Sequence[str] = (), groups: Sequence[str] = (EVERYONE,)
    ) -> Answer:
        """Answers from what `groups` may see; raises BadQuestion for what cannot be asked."""
        started = time.perf_counter()
        words = checked_question(question, self._settings.answer.max_question_chars)
        found = self.retriever.retrieve(words, history, groups)
        searched = time.perf_counter()
        answer = self._answer(words, found)
        done = time.perf_counter()
        timings = dict(found.timings_ms, answer=(done - searched) * 1000, total=(done - started) * 1000)
        return replace(answer, timings_ms={name: round(ms, 2) for name, ms in timings.items()})

    def search(
        self, question: object, top_k: int, groups: Sequence[str] = (EVERYONE,)
    ) -> tuple[tuple[Hit, ...], Mapping[str, float]]:
        """The ranked evidence and the milliseconds of each stage; a search never refuses."""
        words = checked_question(question, self._settings.answer.max_question_chars)
        found = self.retriever.retrieve(words, (), groups, limit=top_k)
        return found.whole.hits, found.timings_ms

    def _answer(self, question: str, found: Retrieval) -> Answer:
        refusal = unanswerable(found, self._least)
        if refusal:
            return self._refused(question, found, refusal)
        selected = self._answerer.answer(found)
        if not selected.units:
            return self._refused(question, found, nothing_of_the_kind(found))
        statements = [_statement(u) for u in selected.near]
        if said := contradicted_by(found.question.whole.text, statements):
            return self._refused(question, found, false_premise(said))
        draft = render_supported(selected.units, lambda u: _score(found, u), self.text_of)
        if not draft.sentences:
            return self._refused(question, found, nothing_of_the_kind(found), draft.dropped)
        return self._answered(question, found, draft)

    def text_of(self, document: DocumentId) -> str:
        """A document's normalised text, into which citations point."""
        return self.retriever.index.document(document).text

    def _refused(
        self, question: str, found: Retrieval, refusal: Refusal, dropped: tuple[Dropped, ...] = ()
    ) -> Answer:
        return Answer(
            question=question,
            status="refused",
            text=refusal.text,
            sentences=(),
            citations=(),
            timings_ms={},
            settings_hash=self._settings_hash,
            index_version=self.retriever.index.version,
            reason=refusal.reason,
            notes=_notes(found),
            dropped=dropped,
        )

    def _answered(self, question: str, found: Retrieval, draft: Draft) -> Answer:
        return Answer(
            question=question,
            status="answered",
            text=draft.text,
            sentences=draft.sentences,
            citations=draft.citations,
            timings_ms={},
            settings_hash=self._settings_hash,
            index_version=self.retriever.index.version,
            notes=_notes(found),
            dropped=draft.dropped,
        )


def _statement(unit: Unit) -> Statement:
    return Statement(unit.readable, " ".join((*unit.section[-1:], unit.lead_text)), unit.kind == "row")


def _notes(found: Retrieval) -> tuple[str, ...]:
    return tuple(f"read “{typed}” as “{meant}”" for typed, meant in found.question.corrections.items())


def _score(found: Retrieval, unit: Unit) -> float:
    """The probability of the best passage in the evidence that holds the unit, else of its section."""
    hits = [
        h for part in (found.whole, *found.parts) for h in part.hits if h.passage.document == unit.document.id
    ]
    holding = [h.score for h in hits if h.passage.start <= unit.span.start < h.passage.end]
    near = [h.score for h in hits if h.passage.section == unit.section]
    return max(holding or near, default=0.0)
