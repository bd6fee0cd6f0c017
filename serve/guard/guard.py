"""All guards together: which are on, what they decide, in how many milliseconds, and how often."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ingest.guard.personal import personal_data
from ingest.guard.planted import Detector
from ingest.types import Document, DocumentId
from retrieval.types import Hit
from serve.guard import output, retrieved
from serve.guard.characters import characters
from serve.guard.injection import Vector, injection
from serve.guard.masking import Masker, decision
from serve.guard.moderation import Moderator
from serve.guard.retrieved import Spans
from serve.guard.topics import Topics
from serve.guard.types import PARTS, Decision, Direction, Examined, Part, Verdict

Counts = Counter[tuple[Direction, Part, Verdict]]


@dataclass(frozen=True, slots=True)
class Guard:
    """The guards in `parts`; the others allow everything. `counts` grows with every decision, for metrics.

    `topics` and `moderator` are None where nothing is configured.
    """

    parts: frozenset[str] = frozenset(PARTS)
    masker: Masker = field(default_factory=lambda: Masker(personal_data, frozenset(), frozenset()))
    topics: Topics | None = None
    moderator: Moderator | None = None
    counts: Counts = field(default_factory=Counter)

    def question(self, text: str, vector: Vector | None) -> Examined:
        """What there is against a question, whose embedding the retriever has already."""
        topics, moderator = self.topics, self.moderator
        asked: list[tuple[Part, Callable[[], Decision]]] = [("injection", lambda: injection(text, vector))]
        if topics:
            asked.append(("topics", lambda: topics.examine(vector)))
        if moderator:
            asked.append(("unsafe", lambda: moderator.examine(text)))
        return self._examined("input", asked)

    def raw_question(self, text: str, longest: int) -> Examined:
        """What there is against its characters, and what is personal in it; before anything else reads it."""
        checks: list[tuple[Part, Callable[[], Decision]]] = [
            ("characters", lambda: characters(text, longest)),
            ("personal", lambda: self.masker.question(text)[1]),
        ]
        return self._examined("input", checks)

    def evidence(self, hits: Sequence[Hit], document_of: Callable[[DocumentId], Document]) -> Examined:
        """What ingestion found in the evidence."""
        return self._examined("retrieved", [("planted", lambda: retrieved.of_hits(hits, document_of))])

    def retrieved(self, text: str, detector: Detector) -> Examined:
        """What stands in a text that no ingestion has seen."""
        return self._examined("retrieved", [("planted", lambda: retrieved.examined(text, detector))])

    def out_of_bounds(self, document: Document) -> Spans:
        """The ranges of a document that nothing which a language model wrote may rest on."""
        return retrieved.out_of_bounds(document) if "planted" in self.parts else ()

    def output(self, text: str, sources: Sequence[str] = ()) -> Examined:
        """What there is against a text that is about to be shown; its links may lead where `sources` do."""
        return self._examined("output", [*self._leaks(text, sources), *self._kept(text)])

    def shown(self, text: str) -> Examined:
        """What is masked in an answer that is about to be shown, secrets too: nothing of it gets out."""
        examined = self._examined("output", self._kept(text))
        masked = (replace(d, verdict="flag") if d.verdict == "block" else d for d in examined.decisions)
        return replace(examined, decisions=tuple(masked))

    def objection(self, text: str, sources: Sequence[str]) -> str:
        """Why a sentence that a language model wrote is not shown; nothing where it is."""
        return self._examined("output", self._leaks(text, sources)).reason

    def _leaks(self, text: str, sources: Sequence[str]) -> list[tuple[Part, Callable[[], Decision]]]:
        moderator = self.moderator
        checks: list[tuple[Part, Callable[[], Decision]]] = [
            ("prompt", lambda: output.prompt(text)),
            ("links", lambda: output.links(text, sources)),
            ("format", lambda: output.form(text)),
            ("unsafe", lambda: output.unsafe(text)),
        ]
        return [*checks, ("unsafe", lambda: moderator.examine(text))] if moderator else checks

    def _kept(self, text: str) -> list[tuple[Part, Callable[[], Decision]]]:
        return [
            ("secrets", lambda: decision("secrets", self.masker.found(text, "secrets"))),
            ("personal", lambda: decision("personal", self.masker.found(text, "personal"))),
        ]

    def _examined(
        self, direction: Direction, checks: Sequence[tuple[Part, Callable[[], Decision]]]
    ) -> Examined:
        done = Examined(direction, tuple(_timed(check) for part, check in checks if part in self.parts))
        for d in done.decisions:
            self.counts[direction, d.part, d.verdict] += 1
        return done


def _timed(check: Callable[[], Decision]) -> Decision:
    started = time.perf_counter()
    return replace(check(), ms=round((time.perf_counter() - started) * 1000, 3))
