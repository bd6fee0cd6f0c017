"""One question's way past the guards, from the words that came in to the trace of the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ingest.types import Document, DocumentId
from retrieval.types import Retrieval
from serve.guard.guard import Guard
from serve.guard.types import Examined
from serve.guard.wire import trace
from serve.refusal import Refusal
from serve.types import Answer, Citation, Dropped, Sentence, Shown

QUOTED = "a quoted passage reads like an instruction to an assistant; nobody follows it"


@dataclass(slots=True)
class Watch:
    """What the guards decided of one question so far; `asked` is what may be kept, searched and sent."""

    guard: Guard
    asked: str
    examined: list[Examined] = field(default_factory=list)

    def refusal(self, found: Retrieval, document_of: Callable[[DocumentId], Document]) -> Refusal | None:
        """Why the question is not answered, None where it may be; looks at the evidence as well."""
        self.examined.append(self.guard.question(self.asked, found.whole.embedding))
        hits = [h for part in (found.whole, *found.parts) for h in part.hits]
        self.examined.append(self.guard.evidence(hits, document_of))
        blocked = next((e for e in self.examined if e.verdict == "block"), None)
        return Refusal(f"This is not answered: {blocked.reason}.") if blocked else None

    def past(self, item: Shown) -> Shown:
        """A sentence as it may be shown."""
        masked = self._sentence(item.sentence)
        text = item.text.replace(item.sentence.text, masked.text)
        return Shown(masked, text, tuple(map(self._citation, item.citations)))

    def closed(self, answer: Answer) -> Answer:
        """The answer as it may be shown, and in its trace everything that was decided."""
        self.examined.append(self.guard.shown(answer.text))
        sentences = tuple(map(self._sentence, answer.sentences))
        text = answer.text
        for before, after in zip(answer.sentences, sentences, strict=True):
            text = text.replace(before.text, after.text)
        mask = self.guard.masker.masked
        return replace(
            answer,
            text=text if answer.sentences else mask(text),
            sentences=sentences,
            citations=tuple(map(self._citation, answer.citations)),
            dropped=tuple(Dropped(mask(d.text), mask(d.reason)) for d in answer.dropped),
            notes=(*map(mask, answer.notes), *((QUOTED,) if self._quotes_an_instruction(answer) else ())),
            guard=trace(self.examined),
        )

    def _quotes_an_instruction(self, answer: Answer) -> bool:
        asking = [
            s for e in self.examined if e.direction == "retrieved" for d in e.decisions for s in d.spans
        ]
        return any(
            s.kind == str(c.document) and s.start < c.end and c.start < s.end
            for s in asking
            for c in answer.citations
        )

    def _sentence(self, sentence: Sentence) -> Sentence:
        return replace(sentence, text=self.guard.masker.masked(sentence.text))

    def _citation(self, citation: Citation) -> Citation:
        """Without its quote where that holds what is masked."""
        if self.guard.masker.found(citation.quote, "personal", "secrets"):
            return replace(citation, quote="", redacted=True)
        return citation


def watched(guard: Guard, question: str, history: Sequence[str], longest: int) -> tuple[Watch, list[str]]:
    """The question and those before it without personal data, and what was found in the question."""
    examined = guard.raw_question(question, longest)
    masked = guard.masker.question(question)[0]
    return Watch(guard, masked, [examined]), [guard.masker.question(h)[0] for h in history]
