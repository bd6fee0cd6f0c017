"""The answerer with a language model: evidence, writing, and the answer that is made of what passed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.index import IndexReader
from ingest.types import Document
from retrieval.types import Hit, Retrieval
from serve.footnotes import Footnotes
from serve.generate.check import Passed
from serve.generate.context import Ranges, gather, within_bounds
from serve.generate.write import Writer, Written
from serve.types import Dropped, Sentence, Shown


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
            told.add(f"the answer breaks off: {self.written.interrupted}")
        if self.written.mostly_dropped:
            told.add("most of what was drafted could not be shown to be true, and is left out")
        return tuple(sorted(told))

    @property
    def tokens(self) -> Mapping[str, int]:
        """Of all calls; empty where the provider counted none."""
        counted = [r.usage for r in self.written.replies if r.usage]
        if not counted:
            return {}
        return {
            "prompt": sum(u.prompt for u in counted),
            "cached": sum(u.cached for u in counted),
            "completion": sum(u.completion for u in counted),
        }

    @property
    def cost(self) -> float | None:
        """US dollars of all calls; None where one of them has no known price."""
        costs = [r.cost for r in self.written.replies]
        known = [c for c in costs if c is not None]
        return sum(known) if len(known) == len(costs) else None


class GenerativeAnswerer:
    """Writes from the chunks around the best passages, as many as `budget` tokens hold."""

    def __init__(
        self,
        writer: Writer,
        index: IndexReader,
        tokens_of: Callable[[str], int],
        budget: int,
        out_of_bounds: Callable[[Document], Ranges] = within_bounds,
    ) -> None:
        self._writer, self._index, self._out_of_bounds = writer, index, out_of_bounds
        self._tokens_of, self._budget = tokens_of, budget

    def begin(self) -> Generated:
        """An answer without a word yet."""
        return Generated(self._writer.model.name)

    def write(self, question: str, found: Retrieval, into: Generated) -> Iterator[Shown]:
        """The sentences that pass, each with its citations; raises ModelUnavailable before the first."""
        evidence = gather(
            _hits(found),
            self._index.chunk,
            self._index.document,
            self._tokens_of,
            self._budget,
            self._out_of_bounds,
        )
        for passed in self._writer.write(question, evidence, into.written):
            yield _shown(passed, into)


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
