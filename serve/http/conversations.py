"""`/v1/conversations`: questions that belong together, so that a follow-up is understood."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from serve.http.parts import TheParts
from serve.http.problems import responses
from serve.http.who import Reader

router = APIRouter(prefix="/v1/conversations", tags=["conversations"], responses=responses(403, 507))


class Begun(BaseModel):
    """A conversation without a question yet."""

    id: str


class Turn(BaseModel):
    """A question and its answer; `at` is in seconds since 1970."""

    id: str = Field(description="the answer's id")
    at: float
    question: str
    status: str
    answer: dict[str, Any] = Field(description="the answer's fields; where words are not kept, without them")


class Conversation(BaseModel):
    """A conversation and its last turns, oldest first."""

    id: str
    at: float
    turns: list[Turn]


@router.post("", response_model=Begun, status_code=201)
def begin(parts: TheParts, asker: Reader) -> Any:
    """Begins a conversation; questions name it by its id."""
    return {"id": parts.records.begin_conversation(asker=asker.name, groups=asker.groups)}


@router.get("/{id}", response_model=Conversation, responses=responses(404))
def turns(id: str, parts: TheParts, asker: Reader) -> Any:
    """The conversation so far, of this asker's."""
    kept = parts.records.conversation(id, asker=asker.name, groups=asker.groups)
    shown = [
        {"id": t.id, "at": t.at, "question": t.question, "status": t.status, "answer": dict(t.trace)}
        for t in kept.turns
    ]
    return {"id": kept.id, "at": kept.at, "turns": shown}
