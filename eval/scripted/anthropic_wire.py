"""The messages of Anthropic, as https://docs.anthropic.com/en/api/messages-streaming describes them."""

import json
from collections.abc import Iterator
from typing import Any

from eval.scripted.behaviour import Say
from eval.scripted.request import Request

_STOP = {"complete": "end_turn", "length": "max_tokens", "withheld": "refusal"}
_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    529: "overloaded_error",
}
COMMENT = 'event: ping\ndata: {"type": "ping"}\n\n'


def usage(prompt: int, cached: int, written: int, completion: int) -> dict[str, Any]:
    """The counts; here tokens read from the cache or written to it stand beside the others."""
    return {
        "input_tokens": prompt - cached - written,
        "cache_read_input_tokens": cached,
        "cache_creation_input_tokens": written,
        "output_tokens": completion,
    }


def whole(request: Request, say: Say, counts: dict[str, Any] | None) -> dict[str, Any]:
    """The body of an answer that does not stream."""
    content = [{"type": "text", "text": say.text}] if say.text else []
    return _message(request, content, _STOP[say.finish], counts or usage(0, 0, 0, 0))


def opening(request: Request, counts: dict[str, Any]) -> Iterator[str]:
    """The events before the text."""
    yield _event("message_start", message=_message(request, [], None, {**counts, "output_tokens": 1}))
    yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    yield COMMENT


def piece(request: Request, text: str) -> str:
    """One piece of the text."""
    return _event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})


def closing(request: Request, say: Say, counts: dict[str, Any] | None) -> Iterator[str]:
    """The events behind the text."""
    yield _event("content_block_stop", index=0)
    delta = {"stop_reason": _STOP[say.finish], "stop_sequence": None}
    yield _event("message_delta", delta=delta, usage=counts or {"output_tokens": 0})
    yield _event("message_stop")


def broken() -> str:
    """An event that holds no JSON."""
    return 'event: content_block_delta\ndata: {"type": "content_block_delta", "delta": {\n\n'


def error_body(status: int, kind: str, message: str) -> dict[str, Any]:
    """The body of an HTTP error."""
    return {"type": "error", "error": {"type": kind or _KINDS.get(status, "api_error"), "message": message}}


def error_event(kind: str, message: str) -> str:
    """An error in a stream that has begun."""
    return f"event: error\ndata: {json.dumps(error_body(500, kind, message))}\n\n"


def _message(
    request: Request, content: list[dict[str, Any]], stop: str | None, counts: dict[str, Any]
) -> dict[str, Any]:
    return {
        "id": "msg_scripted",
        "type": "message",
        "role": "assistant",
        "model": request.model,
        "content": content,
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": counts,
    }


def _event(kind: str, **data: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n"
