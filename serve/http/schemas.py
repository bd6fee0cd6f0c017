"""The bodies of requests and responses, as OpenAPI documents them; docs/cli.md says what the fields mean."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from serve.http import examples

MOST_HITS = 100


def _example(body: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [body]})


class Ask(BaseModel):
    """A question. `history` holds the earlier questions of the conversation, the oldest first."""

    question: str = Field(examples=["How do LoRA and QLoRA work?"])
    conversation: str | None = Field(None, description="the id that POST /v1/conversations gave")
    history: list[str] | None = Field(
        None, max_length=100, description="earlier questions, where no conversation is kept"
    )


class CitationOut(BaseModel):
    """A verbatim span of a document."""

    number: int
    document: str | int
    title: str
    section: str
    start: int
    end: int
    quote: str
    score: float
    page: int | None
    redacted: bool


class SentenceOut(BaseModel):
    """A verified sentence and the numbers of its citations."""

    text: str
    citations: list[int]


class DroppedOut(BaseModel):
    """A drafted sentence that failed the check."""

    text: str
    reason: str


class StepOut(BaseModel):
    """What a language model was asked before the search."""

    task: str
    lines: list[str]
    tokens: dict[str, int]
    cost: float | None


class CallOut(BaseModel):
    """A call that was made for the answer."""

    model: str
    purpose: str
    tokens: dict[str, int]
    cost: float | None


class FoundOut(BaseModel):
    """A range in which a guard found something."""

    kind: str
    start: int
    end: int


class DecisionOut(BaseModel):
    """What one guard decided."""

    direction: str
    part: str
    verdict: str
    reason: str
    score: float
    spans: list[FoundOut]
    ms: float


class GuardOut(BaseModel):
    """What the guards decided."""

    verdict: str
    decisions: list[DecisionOut]
    ms: float


class AnswerOut(BaseModel):
    """An answer or a refusal. `suggestions` are questions that the material does answer."""

    model_config = _example(examples.ANSWER)
    id: str
    question: str
    status: str
    text: str
    sentences: list[SentenceOut]
    citations: list[CitationOut]
    timings_ms: dict[str, float]
    settings_hash: str
    index_version: str
    reason: str
    notes: list[str]
    dropped: list[DroppedOut]
    model: str
    tokens: dict[str, int]
    cost: float | None
    steps: list[StepOut]
    calls: list[CallOut]
    guard: GuardOut
    suggestions: list[str]


class Search(BaseModel):
    """What to look for."""

    query: str = Field(examples=["rank fusion"])
    top_k: int = Field(5, ge=1, le=MOST_HITS)


class StageOut(BaseModel):
    """Where a stage put a passage."""

    rank: int
    score: float


class HitOut(BaseModel):
    """A ranked passage."""

    document: str | int
    section: str
    start: int
    end: int
    text: str
    score: float
    stages: dict[str, StageOut]


class SearchOut(BaseModel):
    """The ranked evidence; a search never refuses."""

    model_config = _example(examples.SEARCH)
    question: str
    hits: list[HitOut]
    timings_ms: dict[str, float]


class DocumentOut(BaseModel):
    """A document of the index; what its file does not say is null."""

    model_config = _example(examples.DOCUMENT)
    id: str | int
    title: str
    format: str
    characters: int
    pages: int | None
    language: str | None
    created: str | None
    modified: str | None


class DocumentsOut(BaseModel):
    """Every document that the asker may see."""

    documents: list[DocumentOut]


class BlockOut(BaseModel):
    """A structural unit: `text[start:end]`, counted in Unicode code points."""

    kind: str
    start: int
    end: int
    level: int
    page: int | None


class TextOut(BaseModel):
    """A document's normalised text, into which citations point."""

    id: str | int
    title: str
    text: str
    blocks: list[BlockOut]


class LeftOutOut(BaseModel):
    """A file, or `file:line`, or a part of it, that is not in the index, and why."""

    path: str
    reason: str


class GroupsOut(BaseModel):
    """Groups that an upload may be for; an administrator without groups may name others too."""

    groups: list[str]
    unless_named: list[str] = Field(description="whom an upload is for that names none")


class ReportOut(BaseModel):
    """What an upload did; `documents`, `chunks` and `passages` are those of the whole index."""

    added: list[str | int] = Field(description="ids of the documents that the file gave")
    version: str
    unchanged: bool
    read: int
    documents: int
    chunks: int
    passages: int
    embedded: int
    skipped: list[LeftOutOut]
    remarks: list[LeftOutOut]
    seconds: float
