"""`POST /v1/answers`: an answer as JSON, or as server-sent events while it is made."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request

from serve.asking import Question, Told, told, told_fields
from serve.http.answering import EventStream, Turn, begun, followed, last, unless_gone
from serve.http.parts import TheParts
from serve.http.problems import responses
from serve.http.schemas import AnswerOut, Ask
from serve.http.sse import events
from serve.http.who import Reader
from serve.question import checked_question

router = APIRouter(tags=["answers"])
STREAM = "text/event-stream"
Accept = Annotated[str, Header(description=f"`{STREAM}` for events while the answer is made")]
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer, or the events of its making: `stage`, `citation` (before the sentence "
        "that uses it), `sentence`, and at the end `done` with the whole answer or `error` with a problem",
        "content": {STREAM: {"schema": {"type": "string"}}},
    }
}


@router.post("/v1/answers", response_model=AnswerOut, responses={**_EVENTS, **responses(403, 404, 503)})
async def answer(
    ask: Ask,
    request: Request,
    parts: TheParts,
    asker: Reader,
    turns: Turn,
    accept: Accept = "application/json",
) -> Any:
    """Answers a question from the documents that the asker may see, or refuses."""
    words = checked_question(ask.question, parts.settings.answer.max_question_chars)
    question = Question(words, asker, "http", ask.conversation, tuple(ask.history or ()))
    engine = parts.engines.engine()
    steps = followed(lambda observe: told(engine, parts.records, question, observe), turns)
    if STREAM in accept:
        return EventStream(events(await unless_gone(request, begun(steps)), request.url.path))
    finished = await unless_gone(request, last(steps))
    assert isinstance(finished, Told)  # noqa: S101 - the last step is the answer
    return told_fields(finished)
