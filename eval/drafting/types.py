"""What a rule proposes, and what it proposes it from."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ingest.types import Document, DocumentId
from serve.extract.units import Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A section under at least one heading, with its units in reading order."""

    document: Document
    path: tuple[str, ...]
    units: tuple[Unit, ...]

    @property
    def label(self) -> str:
        """As a golden question names it: the headings joined by " > "."""
        return " > ".join(self.path)

    @property
    def text(self) -> str:
        """All that an answer from this section can say."""
        return "\n".join(part for u in self.units for part in (u.lead_text, u.readable))


@dataclass(frozen=True, slots=True)
class Why:
    """The rule, and the span that it fired on: `text[start:end] == quote`; of a stranger, no span."""

    rule: str
    document: DocumentId | None = None
    start: int = 0
    end: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question with the place that answers it; one without an answer has no place and no facts."""

    kind: str
    question: str
    place: Place | None
    facts: tuple[tuple[str, ...], ...]
    reference: str
    why: Why

    @property
    def id(self) -> str:
        """The same for the same question of the same section, in any run."""
        told = f"{self.question}\n{self.place.label if self.place else ''}"
        return f"{self.kind}-{sha256(told.encode()).hexdigest()[:8]}"


def why(rule: str, first: Unit, last: Unit | None = None) -> Why:
    """The rule and the span from one unit to another."""
    document, start, end = first.document, first.span.start, (last or first).span.end
    return Why(rule, document.id, start, end, document.text[start:end])


def fields(p: Proposal) -> dict[str, Any]:
    """The line of a file of drafts: the fields of a golden question, where it comes from, not accepted."""
    sections = [{"document": p.place.document.id, "section": p.place.label}] if p.place else []
    w = p.why
    return {
        "id": p.id,
        "question": p.question,
        "kind": p.kind,
        "answerable": p.place is not None,
        "sections": sections,
        "facts": [list(f) for f in p.facts],
        "reference": p.reference,
        "why": {"rule": w.rule, "document": w.document, "start": w.start, "end": w.end, "quote": w.quote},
        "accepted": False,
    }
