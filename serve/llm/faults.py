"""The SDKs' exceptions as ours: what happened in one line, without the key, and whether to try again.

OpenAI's and Anthropic's SDKs come from one generator, so their exceptions have the same names and fields.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from serve.llm.choice import KEYS, Access, Choice
from serve.llm.errors import (
    ModelBusy,
    ModelDenied,
    ModelDown,
    ModelRejected,
    ModelTimeout,
    ModelUnavailable,
    StreamCut,
    UnreadableReply,
)

_LONGEST = 300
_HIDDEN = "[key]"
_BEGAN_WELL, _TOO_MANY, _SERVER_FAILED = 200, 429, 500
_DENIED = {401, 402, 403}
_PASSING = {408, 409, 425}
_VERBS: Mapping[type[ModelUnavailable], str] = {
    ModelBusy: "limits how often it is asked",
    ModelDenied: "denies access",
    ModelRejected: "rejects the request",
}
_KINDS: Mapping[str, type[ModelUnavailable]] = {
    "rate_limit_error": ModelBusy,
    "rate_limit_exceeded": ModelBusy,
    "insufficient_quota": ModelDenied,
    "billing_error": ModelDenied,
    "authentication_error": ModelDenied,
    "permission_error": ModelDenied,
    "invalid_request_error": ModelRejected,
    "not_found_error": ModelRejected,
}
"""Kinds that a body can name, also in a stream whose status was 200 long before."""


def translated(error: Exception, choice: Choice, access: Access) -> ModelUnavailable:
    """Ours for anything that an SDK raised while this model was asked."""
    kinds = {c.__name__ for c in type(error).__mro__}
    said = _said(error, access.key)
    subject = f"the language model {choice.name}"
    if kinds & {"APITimeoutError", "TimeoutException"}:
        return ModelTimeout(f"{subject} did not answer in time")
    if "APIConnectionError" in kinds:
        return ModelDown(f"{subject} cannot be reached at {access.url}: {_root(error, access.key)}")
    if "TransportError" in kinds:
        return StreamCut(f"the reply of {subject} broke off: {said}")
    if "APIError" not in kinds or "APIResponseValidationError" in kinds:
        return UnreadableReply(f"{subject} sent what is not the expected protocol: {said}")
    failure, code = _of_status(error)
    advice = f": check {KEYS[choice.provider]}" if failure is ModelDenied else ""
    response = getattr(error, "response", None)
    wait = retry_after(response.headers, datetime.now(UTC)) if response is not None else None
    return failure(f"{subject} {_VERBS.get(failure, 'failed')} ({code}): {said}{advice}", wait)


def _of_status(error: Exception) -> tuple[type[ModelUnavailable], str]:
    """What the HTTP status says, or the kind in the body where a stream had begun with 200; and its name."""
    kind = _kind_of(error)
    status = getattr(error, "status_code", _BEGAN_WELL)
    if status == _BEGAN_WELL:
        return _KINDS.get(kind, ModelDown), kind or "in its stream"
    if status in _DENIED or _KINDS.get(kind) is ModelDenied:
        return ModelDenied, str(status)
    if status == _TOO_MANY:
        return ModelBusy, str(status)
    passing = status in _PASSING or status >= _SERVER_FAILED
    return ModelDown if passing else ModelRejected, str(status)


def _kind_of(error: Exception) -> str:
    """The code or type in the body: OpenAI has both, Anthropic nests the type."""
    body: Any = getattr(error, "body", None)
    if isinstance(body, Mapping) and isinstance(body.get("error"), Mapping):
        body = body["error"]
    if not isinstance(body, Mapping):
        return ""
    return next((str(v) for v in (body.get("code"), body.get("type")) if v in _KINDS), "")


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the headers ask to wait, at least 0; None where they ask for none that can be read.

    `Retry-After` holds seconds or a date (RFC 9110, 10.2.3); the server's own `Date` is the clock where it
    is sent.
    """
    value = headers.get("retry-after", "").strip()
    try:
        return max(float(value), 0.0) if float(value) < float("inf") else None
    except ValueError:
        pass
    try:
        sent = headers.get("date")
        return max((_date(value) - (_date(sent) if sent else now)).total_seconds(), 0.0)
    except ValueError:
        return None


def _date(value: str) -> datetime:
    date = parsedate_to_datetime(value)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _root(error: Exception, key: str) -> str:
    """What lies under "Connection error.", which says nothing."""
    while isinstance(error.__cause__, Exception):
        error = error.__cause__
    return _said(error, key)


def _said(error: Exception, key: str) -> str:
    """The server's own message where there is one; one line, not too long, and never with the key."""
    body: Any = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, Mapping) else body
    message = inner.get("message") if isinstance(inner, Mapping) else None
    if isinstance(error, json.JSONDecodeError):
        message = f"{error.msg} at character {error.pos}"
    line = " ".join(str(message or error).split()) or type(error).__name__
    return (line.replace(key, _HIDDEN) if key else line)[:_LONGEST]
