"""`/v1/chat/completions` and `/v1/models`: for clients that were made for OpenAI's interface.

https://platform.openai.com/docs/api-reference/chat
"""

import json
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any, cast
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from retrieval.types import Retrieval
from serve.asking import Question, Told, told
from serve.chat import annotations, asked, closing
from serve.http.answering import EventStream, Turn, begun, followed, last, unless_gone
from serve.http.openai_errors import in_openai_form, responses
from serve.http.openai_schemas import MODEL, ChatCompletion, ChatRequest, Model, Models
from serve.http.parts import TheParts
from serve.http.problems import problem_of
from serve.http.sse import Step
from serve.http.who import Reader
from serve.question import checked_question
from serve.types import Shown

router = APIRouter(tags=["openai"])
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}
}


@router.get("/v1/models", response_model=Models, responses=responses(403))
def models(asker: Reader) -> Any:
    """The one model."""
    return Models(data=[Model()])


@router.get("/v1/models/{model}", response_model=Model, responses=responses(403, 404))
def model(model: str, asker: Reader) -> Any:
    """The one model, by its name."""
    _checked(model)
    return Model()


@router.post(
    "/v1/chat/completions", response_model=ChatCompletion, responses={**_EVENTS, **responses(403, 404, 503)}
)
async def chat(body: ChatRequest, request: Request, parts: TheParts, asker: Reader, turns: Turn) -> Any:
    """Answers the last message of the user, with marks, sources and annotations."""
    _checked(body.model)
    words, history = asked([(m.role, m.words) for m in body.messages])
    words = checked_question(words, parts.settings.answer.max_question_chars)
    question = Question(words, asker, "openai", history=history)
    engine = parts.engines.engine()
    steps = followed(lambda _: told(engine, parts.records, question), turns)
    base = str(request.base_url).rstrip("/")
    if body.stream:
        options = body.stream_options
        usage = options is not None and options.include_usage
        return EventStream(_chunks(await unless_gone(request, begun(steps)), base, usage))
    return _completion(cast(Told, await unless_gone(request, last(steps))), base)


def _checked(name: str) -> None:
    if name != MODEL:
        raise HTTPException(404, f"there is no model {name!r}: use {MODEL}")


def _completion(told: Told, base: str) -> dict[str, Any]:
    content = told.answer.text + closing(told, base)
    message = {"role": "assistant", "content": content, "annotations": annotations(told, base)}
    return {
        "id": f"chatcmpl-{told.id}",
        "created": int(time.time()),
        "choices": [{"message": message}],
        "usage": _usage(told),
    }


async def _chunks(steps: AsyncIterator[Step | None], base: str, usage: bool) -> AsyncIterator[bytes]:
    """The sentences as they are verified, the sources, the end; a failure on the way is an error event."""
    chunk = _Chunks()
    try:
        async with aclosing(cast(Any, steps)):
            async for step in steps:
                if step is None:
                    yield KEEPALIVE_COMMENT
                elif isinstance(step, Retrieval):
                    yield chunk({"role": "assistant", "content": ""})
                elif isinstance(step, Shown):
                    yield chunk({"content": step.text})
                elif isinstance(step, Told):
                    refused = step.answer.text if step.answer.status == "refused" else ""
                    links = annotations(step, base)
                    yield chunk({"content": refused + closing(step, base), "annotations": links})
                    yield chunk({}, "stop")
                    if usage:
                        yield chunk.usage(_usage(step))
        yield format_sse_event(data_str="[DONE]")
    except Exception as error:  # the status is sent already
        problem = problem_of(error, "")
        fault = in_openai_form(problem.status, problem.detail, problem.kind)
        yield format_sse_event(data_str=fault.model_dump_json())


class _Chunks:
    """The chunks of one answer."""

    def __init__(self) -> None:
        self._same = {
            "id": f"chatcmpl-{uuid4().hex}",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": MODEL,
        }

    def __call__(self, delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return self._event({"choices": [choice]})

    def usage(self, counts: dict[str, int]) -> bytes:
        """The chunk that has no choice."""
        return self._event({"choices": [], "usage": counts})

    def _event(self, fields: dict[str, Any]) -> bytes:
        return format_sse_event(data_str=json.dumps({**self._same, **fields}, ensure_ascii=False))


def _usage(told: Told) -> dict[str, int]:
    tokens = told.answer.tokens
    prompt, completion = tokens.get("prompt", 0), tokens.get("completion", 0)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }
