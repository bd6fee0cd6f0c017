"""Failures in OpenAI's form, for the routes that are its."""

from http import HTTPStatus
from typing import Any

from serve.http.openai_schemas import Fault, OpenAIError

PATHS = ("/v1/chat", "/v1/models")
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


def status_in_openai(status: int) -> int:
    """OpenAI calls whatever is wrong with a request 400."""
    return 400 if status == HTTPStatus.UNPROCESSABLE_ENTITY else status


def in_openai_form(status: int, detail: str, kind: str) -> OpenAIError:
    """The failure as OpenAI's SDK reads it; `kind` is the code, where there is one."""
    usual = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    return OpenAIError(error=Fault(message=detail, type=_TYPES.get(status, usual), code=kind or None))


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Those statuses as OpenAPI documents them; what can be wrong with any request is among them."""
    documented = {"model": OpenAIError}
    return {
        status: {**documented, "description": HTTPStatus(status).phrase}
        for status in sorted({*statuses, 400, 401, 413, 429, 500})
    }
