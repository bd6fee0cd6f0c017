"""`POST /v1/feedback`: what a person thinks of an answer."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from serve.http.parts import TheParts
from serve.http.problems import responses
from serve.http.who import Reader
from serve.records.types import Verdict

router = APIRouter(tags=["feedback"], responses=responses(403, 404, 507))


class Feedback(BaseModel):
    """A verdict on an answer that this asker was given."""

    answer: str = Field(description="the answer's id", max_length=200)
    verdict: Verdict
    reason: str = Field("", max_length=200, examples=["It is wrong"])
    comment: str = Field("", max_length=4000)


class Noted(BaseModel):
    """What was kept."""

    answer: str
    verdict: Verdict


@router.post("/v1/feedback", response_model=Noted, status_code=201)
def feedback(given: Feedback, parts: TheParts, asker: Reader) -> Any:
    """Keeps a verdict for good before it answers; the last one of each person counts."""
    answer = parts.records.answer(given.answer, asker=asker.name, groups=asker.groups)
    parts.records.feedback(answer.id, given.verdict, given.reason, given.comment, by=asker.name)
    return {"answer": answer.id, "verdict": given.verdict}
