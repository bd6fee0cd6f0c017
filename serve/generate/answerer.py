"""The answerer with a language model: evidence, writing, and the answer that is made of what passed."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.index import IndexReader
from ingest.types import Document
from retrieval.types import Hit, Retrieval
from serve.footnotes import Footnotes
from serve.generate.cache import AnswerCache, Asked, Told
from serve.generate.check import Passed
from serve.generate.context import Ranges, gather, within_bounds
from serve.generate.write import Writer, Written
from serve.llm.errors import BudgetSpent
from serve.llm.ledger import Budget
from serve.llm.types import Call, Counted, total
from serve.types import Answer, Dropped, Sentence, Shown

BREAKS_OFF = "the answer breaks off"


@dataclass(slots=True)
class Generated:
    """An answer in the making; complete once its sentences have been read."""

    model: str
    written: Written = field(default_factory=Written)
    notes: Footnotes = field(default_factory=Footnotes)
    sentences: list[Sentence] = field(default_factory=list)
    text: str = ""

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """What was drafted and is not shown."""
        return tuple(Dropped(f.text, f.reason) for f in self.written.failed)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know of how the answer came about."""
        told = {p.note for p in self.written.passed if p.note}
        if self.written.interrupted:
            told.add(f"{BREAKS_OFF}: {self.written.interrupted}")
        if self.written.mostly_dropped:
            told.add("most of what was drafted could not be shown to be true, and is left out")
        return tuple(sorted(told))

    @property
    def calls(self) -> tuple[Call, ...]:
        """All of them, those that failed among them."""
        return tuple(self.written.calls)


class GenerativeAnswerer:
    """Writes from the chunks around the best passages, as many as `context` tokens hold."""

    def __init__(
        self,
        writer: Writer,
        index: IndexReader,
        tokens_of: Callable[[str], int],
        context: int,
        budget: Budget,
        cache: AnswerCache | None = None,
        out_of_bounds: Callable[[Document], Ranges] = within_bounds,
    ) -> None:
        self._writer, self._index, self._out_of_bounds = writer, index, out_of_bounds
        self._tokens_of, self._context = tokens_of, context
        self.budget, self.cache = budget, cache

    def begin(self) -> Generated:
        """An answer without a word yet."""
        return Generated(self._writer.model.name)

    def write(self, question: str, found: Retrieval, into: Generated) -> Iterator[Shown]:
        """The sentences that pass, each with its citations; raises ModelUnavailable before the first."""
        if why := self.budget.exhausted:
            raise BudgetSpent(why)
        evidence = gather(
            _hits(found),
            self._index.chunk,
            self._index.document,
            self._tokens_of,
            self._context,
            self._out_of_bounds,
        )
        for passed in self._writer.write(question, evidence, into.written):
            yield _shown(passed, into)

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
        for model, parts in _by_model(answer, self._writer.model.name).items():
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


def _hits(found: Retrieval) -> Sequence[Hit]:
    """The whole question's, and by turns those of its parts, which one side alone would crowd out."""
    parts = [part.hits for part in found.parts]
    by_turns = [hits[i] for i in range(max(map(len, parts), default=0)) for hits in parts if i < len(hits)]
    return [*by_turns, *found.whole.hits] if parts else found.whole.hits


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
