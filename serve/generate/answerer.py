"""The answerer with a language model: evidence, writing, and the answer that is made of what passed."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from ingest.types import DocumentId
from retrieval.types import Retrieval
from serve.footnotes import Footnotes
from serve.generate.cache import AnswerCache, Asked, Told
from serve.generate.check import Passed
from serve.generate.reading import Reading
from serve.generate.route import Writers
from serve.generate.write import Written
from serve.llm.errors import BudgetSpent, ModelUnavailable
from serve.llm.ledger import Budget
from serve.llm.types import Call, Counted, total
from serve.types import Answer, Dropped, Sentence, Shown

BREAKS_OFF = "the answer breaks off"


@dataclass(slots=True)
class Generated:
    """An answer in the making; complete once its sentences have been read."""

    drafts: list[tuple[str, Written]] = field(default_factory=list)
    """Each model that was asked and what came of it, in order."""
    notes: Footnotes = field(default_factory=Footnotes)
    sentences: list[Sentence] = field(default_factory=list)
    text: str = ""

    def begin(self, model: str) -> Written:
        """Another model is asked."""
        written = Written()
        self.drafts.append((model, written))
        return written

    @property
    def model(self) -> str:
        """Whose sentences are shown, of both where both wrote some; without any, who was asked last."""
        wrote = [name for name, written in self.drafts if written.passed]
        return " and ".join(wrote) or next((name for name, _ in reversed(self.drafts)), "")

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """What was drafted and is not shown."""
        return tuple(Dropped(f.text, f.reason) for _, written in self.drafts for f in written.failed)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know of how the answer came about."""
        told = {p.note for _, written in self.drafts for p in written.passed if p.note}
        last = self.drafts[-1][1]
        if last.interrupted:
            told.add(f"{BREAKS_OFF}: {last.interrupted}")
        if last.mostly_dropped:
            told.add("most of what was drafted could not be shown to be true, and is left out")
        return tuple(sorted(told))

    @property
    def calls(self) -> tuple[Call, ...]:
        """All of them, those that failed among them."""
        return tuple(call for _, written in self.drafts for call in written.calls)


class GenerativeAnswerer:
    """Writes from what the `reading` gives of the evidence."""

    def __init__(
        self, writers: Writers, reading: Reading, budget: Budget, cache: AnswerCache | None = None
    ) -> None:
        self._writers, self._reading = writers, reading
        self.budget, self.cache = budget, cache

    def begin(self) -> Generated:
        """An answer without a word yet."""
        return Generated()

    def write(self, question: str, found: Retrieval, into: Generated) -> Iterator[Shown]:
        """The sentences that pass, each with its citations; raises ModelUnavailable before the first."""
        if why := self.budget.exhausted:
            raise BudgetSpent(why)
        evidence = self._reading.of(found)
        main, ends = self._writers.main, time.monotonic() + self._writers.main.seconds
        if cheap := self._writers.cheap_for(found):
            draft = into.begin(cheap.model.name)
            with suppress(ModelUnavailable):  # then the other one is asked
                yield from _told(cheap.write(question, evidence, draft), into)
            if not draft.too_little:
                return
            main = replace(main, seconds=max(ends - time.monotonic(), main.seconds / 2))
        draft = into.begin(main.model.name)
        try:
            yield from _told(main.write(question, evidence, draft), into)
        except ModelUnavailable as error:
            if not into.sentences:
                raise
            draft.interrupted = str(error)

    def accounted(
        self, asked: Asked, told: Iterator[Retrieval | Shown | Answer], asker: str
    ) -> Iterator[Retrieval | Shown | Answer]:
        """What is told, with its cost in the ledger; or without a call, what was told before."""
        started = time.perf_counter()
        if self.cache and (kept := self.cache.get(asked)):
            yield from kept.shown
            yield _again(kept, asked, started)
            return
        shown: list[Shown] = []
        for item in told:
            if isinstance(item, Shown):
                shown.append(item)
            elif isinstance(item, Answer):
                self._settle(asked, shown, item, asker)
            yield item

    def _settle(self, asked: Asked, shown: Sequence[Shown], answer: Answer, asker: str) -> None:
        for model, parts in _by_model(answer, self._writers.main.model.name).items():
            spent = total(parts)
            if spent.tokens or spent.cost is None:
                self.budget.ledger.record(asker, model, spent.tokens, spent.cost)
        whole = not any(note.startswith(BREAKS_OFF) for note in answer.notes)
        if self.cache and answer.model and answer.status == "answered" and whole:
            self.cache.put(asked, shown, answer)


def _by_model(answer: Answer, helper: str) -> Mapping[str, Sequence[Counted]]:
    """Model -> its calls; `helper` is the one that was asked before the search."""
    parts: dict[str, list[Counted]] = {helper: list(answer.steps)}
    for call in answer.calls:
        parts.setdefault(call.model, []).append(call)
    return parts


def _again(kept: Told, asked: Asked, started: float) -> Answer:
    """The answer as it was; it costs nothing this time."""
    took = round((time.perf_counter() - started) * 1000, 2)
    notes = (*kept.answer.notes, f"answered before, on {kept.day}")
    return replace(
        kept.answer,
        question=asked.question,
        timings_ms={"total": took},
        tokens={},
        cost=0.0,
        notes=notes,
        calls=(),
    )


def _told(passed: Iterator[Passed], into: Generated) -> Iterator[Shown]:
    """Each sentence with its citations, but for what only repeats words that an earlier draft has cited."""
    before = {place for _, written in into.drafts[:-1] for p in written.passed for place in _places(p)}
    for sentence in passed:
        if not before.issuperset(_places(sentence)):
            yield _shown(sentence, into)


def _places(passed: Passed) -> set[tuple[DocumentId, int, int]]:
    return {(s.evidence.document.id, s.start, s.end) for s in passed.spans}


def _shown(passed: Passed, into: Generated) -> Shown:
    before = len(into.notes.cited)
    numbers = [
        into.notes.cite(s.evidence.document, s.start, s.end, " > ".join(s.section), s.evidence.score, s.page)
        for s in passed.spans
    ]
    sentence = Sentence(passed.text, tuple(dict.fromkeys(numbers)))
    marks = "".join(f"[{n}]" for n in sentence.citations)
    text = f"- {passed.text} {marks}" if passed.listed else f"{passed.text} {marks}"
    gap = "" if not into.text else "\n" if passed.listed else " "
    into.sentences.append(sentence)
    into.text += gap + text
    return Shown(sentence, gap + text, tuple(into.notes.cited[before:]))
