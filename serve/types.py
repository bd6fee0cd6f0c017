"""What a person or a program gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.types import DocumentId
from retrieval.query.assist import Step
from serve.llm.types import Call

Status = Literal["answered", "refused"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim span: the document's normalised text at [start, end) equals `quote`.

    Where personal data or a secret stands there, it is `redacted` and its quote empty.

    `number` counts from 1 in order of appearance; `score` is the probability that the quoted
    passage answers the question.
    """

    number: int
    document: DocumentId
    title: str
    section: str
    start: int
    end: int
    quote: str
    score: float
    page: int | None = None
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item, table row or code block of an answer and the numbers it cites."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was drafted and not shown, and what the citation check objected to."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a refusal: then `reason` says why and `sentences` and `citations` are empty.

    `dropped` is what failed the citation check; an answer of which nothing is left becomes a refusal.
    `model` wrote the sentences; it is empty where they are the documents' own. `tokens` (prompt,
    cached, written, completion) and `cost` in US dollars are of all calls; the cost is None where a price is
    not known. `steps` are what a model did before the search, `calls` those that wrote; `guard` is what the
    guards decided (docs/guards.md).
    """

    question: str
    status: Status
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    timings_ms: Mapping[str, float]
    settings_hash: str
    index_version: str
    reason: str = ""
    notes: tuple[str, ...] = field(default=())
    dropped: tuple[Dropped, ...] = field(default=())
    model: str = ""
    tokens: Mapping[str, int] = field(default_factory=dict)
    cost: float | None = 0.0
    steps: tuple[Step, ...] = field(default=())
    calls: tuple[Call, ...] = field(default=())
    guard: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A verified sentence as soon as it is there; `text` has its marks, `citations` are those it adds."""

    sentence: Sentence
    text: str
    citations: tuple[Citation, ...]
