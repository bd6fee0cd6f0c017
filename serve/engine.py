"""Question -> cited answer or refusal: the whole of it on one page."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ingest.index.payload import Filter
from ingest.models import Embedder
from ingest.types import EVERYONE, DocumentId
from retrieval.types import Hit, Observer, Retrieval, Searcher, unobserved
from serve.contradiction import contradiction
from serve.extract.answerer import ExtractiveAnswerer
from serve.extract.render import render_supported
from serve.extract.units import Unit
from serve.generate.cache import Asked
from serve.guard.guard import Guard
from serve.guard.watch import Watch, watched
from serve.llm.errors import ModelUnavailable
from serve.llm.types import Call, total
from serve.premise import presupposes
from serve.question import checked_question
from serve.refusal import Refusal, false_premise, nothing_of_the_kind, unanswerable
from serve.settings import Settings
from serve.types import Answer, Citation, Sentence, Shown

if TYPE_CHECKING:  # the support check that comes with it is not needed for extractive answers
    from serve.generate.answerer import Generated, GenerativeAnswerer


class Engine:
    """One open index, ready to answer; with a language model where `generative` is given."""

    def __init__(
        self,
        retriever: Searcher,
        answerer: ExtractiveAnswerer,
        refuse_below: float,
        settings: Settings,
        generative: "GenerativeAnswerer | None" = None,
        guard: Guard | None = None,
    ) -> None:
        self.retriever = retriever
        self.guard = guard or Guard(frozenset())
        self._least = refuse_below
        self._answerer = answerer
        self._generative = generative
        self._settings = settings
        self._settings_hash = settings.hash

    def ask(
        self,
        question: object,
        history: Sequence[str] = (),
        groups: Sequence[str] = (EVERYONE,),
        asker: str = "",
    ) -> Answer:
        """Answers from what `groups` may see; raises BadQuestion for what cannot be asked.

        `asker` is the name under which the ledger has what a language model cost.
        """
        return next(a for a in self.stream(question, history, groups, asker) if isinstance(a, Answer))

    def stream(
        self,
        question: object,
        history: Sequence[str] = (),
        groups: Sequence[str] = (EVERYONE,),
        asker: str = "",
    ) -> Iterator[Shown | Answer]:
        """Each sentence once it is verified, the whole answer last; raises what `ask` does."""
        return (s for s in self.follow(question, history, groups, asker) if not isinstance(s, Retrieval))

    def follow(
        self,
        question: object,
        history: Sequence[str] = (),
        groups: Sequence[str] = (EVERYONE,),
        asker: str = "",
        observe: Observer = unobserved,
    ) -> Iterator[Retrieval | Shown | Answer]:
        """The evidence, then what `stream` gives; an answer that was kept comes without evidence.

        `observe` is told of each stage as it ends, before the next item. Raises what `ask` does.
        """
        started = time.perf_counter()
        longest = self._settings.answer.max_question_chars
        watch, earlier = watched(self.guard, checked_question(question, longest), history, longest)
        told = self._timed(watch, earlier, groups, started, observe)
        if self._generative is not None:
            version = self.retriever.index.version
            asked = Asked(watch.asked, earlier, groups, self._settings_hash, version)
            told = self._generative.accounted(asked, told, asker)
        yield from told

    def _timed(
        self,
        watch: Watch,
        history: Sequence[str],
        groups: Sequence[str],
        started: float,
        observe: Observer,
    ) -> Iterator[Retrieval | Shown | Answer]:
        found = self.retriever.retrieve(watch.asked, history, groups, observe=observe)
        searched = time.perf_counter()
        yield found
        blocked = watch.refusal(found, self.retriever.index.document)
        refused = [self._refused(watch.asked, found, blocked)] if blocked else None
        for item in refused or self._answer(watch.asked, found):
            if isinstance(item, Shown):
                yield watch.past(item)
                continue
            done = time.perf_counter()
            timings = dict(found.timings_ms, answer=(done - searched) * 1000, total=(done - started) * 1000)
            timed = replace(item, timings_ms={name: round(ms, 2) for name, ms in timings.items()})
            observe("answer", timings["answer"])
            yield watch.closed(timed)

    def search(
        self,
        question: object,
        top_k: int,
        groups: Sequence[str] = (EVERYONE,),
        filters: Sequence[Filter] = (),
    ) -> tuple[tuple[Hit, ...], Mapping[str, float]]:
        """The ranked evidence and the milliseconds of each stage; a search never refuses."""
        words = checked_question(question, self._settings.answer.max_question_chars)
        found = self.retriever.retrieve(words, (), groups, limit=top_k, filters=filters)
        return found.whole.hits, found.timings_ms

    def _answer(self, question: str, found: Retrieval) -> Iterator[Shown | Answer]:
        refusal = unanswerable(found, self._least)
        if refusal:
            yield self._refused(question, found, refusal)
            return
        # Selecting takes as long as a model's first token, so that it is left out where nobody needs it.
        whole = found.question.whole.text
        needed = not self._generative or presupposes(whole)
        selected = self._answerer.answer(found) if needed else None
        said = contradiction(whole, selected, self._answerer.embed) if selected and selected.units else ""
        if said:
            yield self._refused(question, found, false_premise(said))
            return
        note = ""
        calls: tuple[Call, ...] = ()
        if self._generative:
            made = self._generative.begin()
            try:
                yield from self._generated(self._generative, question, found, made)
                return
            except ModelUnavailable as error:
                note, calls = f"{error}; these are the documents' own sentences", made.calls
        selected = selected or self._answerer.answer(found)
        for item in self._extracted(question, found, selected.units, note):
            yield item if isinstance(item, Shown) else _paid(item, calls)

    def _extracted(
        self, question: str, found: Retrieval, units: Sequence[Unit], note: str
    ) -> Iterator[Shown | Answer]:
        draft = render_supported(units, lambda u: _score(found, u), self.text_of)
        if draft.sentences:
            yield from draft.shown
            answer = self._answered(question, found, draft.text, draft.sentences, draft.citations)
        else:
            answer = self._refused(question, found, nothing_of_the_kind(found))
        yield replace(answer, dropped=draft.dropped, notes=(*answer.notes, *filter(None, (note,))))

    def _generated(
        self, generative: "GenerativeAnswerer", question: str, found: Retrieval, made: "Generated"
    ) -> Iterator[Shown | Answer]:
        """What the language model wrote and the verifier let pass; may raise ModelUnavailable at first."""
        yield from generative.write(found.question.whole.text, found, made)
        if made.sentences:
            answer = self._answered(
                question, found, made.text, tuple(made.sentences), tuple(made.notes.cited)
            )
        else:
            answer = self._refused(question, found, nothing_of_the_kind(found))
        notes = (*answer.notes, *made.remarks)
        answer = replace(answer, notes=notes, dropped=made.dropped, model=made.model)
        yield _paid(answer, made.calls)

    def text_of(self, document: DocumentId) -> str:
        """A document's normalised text, into which citations point."""
        return self.retriever.index.document(document).text

    def _refused(self, question: str, found: Retrieval, refusal: Refusal) -> Answer:
        return replace(
            self._answered(question, found, refusal.text, (), ()), status="refused", reason=refusal.reason
        )

    def _answered(
        self,
        question: str,
        found: Retrieval,
        text: str,
        sentences: tuple[Sentence, ...],
        citations: tuple[Citation, ...],
    ) -> Answer:
        before = total(found.question.steps)
        return Answer(
            question=question,
            status="answered",
            text=text,
            sentences=sentences,
            citations=citations,
            timings_ms={},
            settings_hash=self._settings_hash,
            index_version=self.retriever.index.version,
            notes=_notes(found),
            tokens=before.tokens,
            cost=before.cost,
            steps=found.question.steps,
        )


class Engines(Protocol):
    """Whatever knows the engine to ask now; ask for it anew for every question."""

    @property
    def embedder(self) -> Embedder:
        """The model that its index versions are built with."""
        ...

    def engine(self) -> Engine:
        """The engine of the serving index version; raises IndexMissing, IndexMismatch."""
        ...


def _paid(answer: Answer, calls: tuple[Call, ...]) -> Answer:
    """With what the calls came to that wrote it, beside those before the search."""
    spent = total([*answer.steps, *calls])
    return replace(answer, tokens=spent.tokens, cost=spent.cost, calls=calls)


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
