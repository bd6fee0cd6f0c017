"""The chat completions of OpenAI, as https://platform.openai.com/docs/api-reference/chat describes them."""

import json
from collections.abc import Iterator
from typing import Any

from eval.scripted.behaviour import Say
from eval.scripted.request import Request

_FINISH = {"complete": "stop", "length": "length", "withheld": "content_filter"}
_HEAD = {"id": "chatcmpl-scripted", "created": 1_700_000_000}
COMMENT = ": processing\n\n"


def usage(prompt: int, cached: int, written: int, completion: int) -> dict[str, Any]:
    """The counts; `cached` is a part of `prompt`, and nobody is told what was written."""
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": cached},
    }


def whole(request: Request, say: Say, counts: dict[str, Any] | None) -> dict[str, Any]:
    """The body of an answer that does not stream."""
    message = {"role": "assistant", "content": say.text, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": _FINISH[say.finish], "logprobs": None}
    body = {**_HEAD, "object": "chat.completion", "model": request.model, "choices": [choice]}
    return body if counts is None else {**body, "usage": counts}


def opening(request: Request, counts: dict[str, Any]) -> Iterator[str]:
    """The events before the text."""
    yield _chunk(request, {"role": "assistant", "content": ""})


def piece(request: Request, text: str) -> str:
    """One piece of the text."""
    return _chunk(request, {"content": text})


def closing(request: Request, say: Say, counts: dict[str, Any] | None) -> Iterator[str]:
    """The events behind the text."""
    yield _chunk(request, {}, _FINISH[say.finish])
    if counts is not None:
        yield _event({**_HEAD, **_kind(request), "choices": [], "usage": counts})
    yield "data: [DONE]\n\n"


def broken() -> str:
    """An event that holds no JSON."""
    return 'data: {"id": "chatcmpl-scripted", "choices": [{"delta"\n\n'


def error_body(status: int, kind: str, message: str) -> dict[str, Any]:
    """The body of an HTTP error."""
    named = {401: "invalid_request_error", 429: "rate_limit_exceeded"}.get(status, "server_error")
    return {"error": {"message": message, "type": kind or named, "code": kind or None, "param": None}}


def error_event(kind: str, message: str) -> str:
    """An error in a stream that has begun."""
    return _event(error_body(500, kind, message))


def _chunk(request: Request, delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return _event({**_HEAD, **_kind(request), "choices": [choice]})


def _kind(request: Request) -> dict[str, Any]:
    return {"object": "chat.completion.chunk", "model": request.model}


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"
