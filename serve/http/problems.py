"""Failures as problem details (RFC 9457): which status each has, in one place."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from ingest.errors import (
    BadQuestion,
    IndexBusy,
    IndexMismatch,
    IndexMissing,
    PathProblem,
    RagError,
    StorageProblem,
    UnreadableDocument,
)
from serve.capacity import Overloaded
from serve.http.openai_errors import PATHS as OPENAI
from serve.http.openai_errors import in_openai_form, status_in_openai
from serve.library import Forbidden, UnknownDocument
from serve.llm.errors import ModelUnavailable
from serve.operations.door import Unauthorized
from serve.operations.rates import TooManyRequests
from serve.records.errors import UnknownRecord

MEDIA_TYPE = "application/problem+json"
_BLANK = "about:blank"
_STATUSES: Mapping[type[Exception], int] = {
    BadQuestion: 422,
    Forbidden: 403,
    IndexBusy: 409,
    IndexMismatch: 503,
    IndexMissing: 503,
    ModelUnavailable: 503,
    Overloaded: 503,
    PathProblem: 422,
    StorageProblem: 507,
    TooManyRequests: 429,
    Unauthorized: 401,
    UnknownDocument: 404,
    UnknownRecord: 404,
    UnreadableDocument: 422,
}
"""Of an error that is not listed, its nearest base class's; 500 for the others."""


class Problem(BaseModel):
    """RFC 9457. `type` is `about:blank` where the status says it all."""

    type: str = Field(examples=["urn:interview-rag:index-busy"])
    title: str = Field(examples=["Index busy"])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["process 4242 is writing the index in data: wait for it or stop it"])
    instance: str = Field(examples=["/v1/documents"])
    errors: list[str] = Field([], description="each thing that is wrong with the request")

    @property
    def kind(self) -> str:
        """The last word of `type`; nothing where the status says it all."""
        return "" if self.type == _BLANK else self.type.rpartition(":")[2]


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Those statuses as OpenAPI documents them; what can be wrong with any request is among them."""
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": _REFERENCE}}}
        for status in sorted({*statuses, 400, 401, 413, 422, 429, 500})
    }


_REFERENCE = {"$ref": "#/components/schemas/Problem"}


def problem_of(error: Exception, instance: str) -> Problem:
    """What the one who asked is told; of an error without a name, nothing."""
    status = status_of(error)
    if isinstance(error, RagError):
        words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__).lower()
        return _problem(status, str(error), instance, words.capitalize(), words.replace(" ", "-"))
    if isinstance(error, RequestValidationError):
        wrong = [_line(e) for e in error.errors()]
        return _problem(status, "the request is not as documented: " + "; ".join(wrong), instance).model_copy(
            update={"errors": wrong}
        )
    if isinstance(error, HTTPException):
        return _problem(status, str(error.detail), instance)
    return _problem(500, "the server failed; its log says why", instance)


def status_of(error: Exception) -> int:
    """The HTTP status of a failure."""
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, RequestValidationError):
        return 422
    return next((_STATUSES[c] for c in type(error).__mro__ if c in _STATUSES), 500)


def headers_of(error: Exception) -> dict[str, str]:
    """Headers that belong to the failure: when to come again, or which methods there are."""
    if isinstance(error, Overloaded | TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, Unauthorized):
        return {"WWW-Authenticate": "Bearer"}
    return dict(getattr(error, "headers", None) or {})


def _problem(status: int, detail: str, instance: str, title: str = "", kind: str = "") -> Problem:
    return Problem(
        type=f"urn:interview-rag:{kind}" if kind else _BLANK,
        title=title or HTTPStatus(status).phrase,
        status=status,
        detail=" ".join(detail.split()),
        instance=instance,
        errors=[],
    )


def _line(error: Mapping[str, Any]) -> str:
    """One finding of pydantic's; the value itself is not repeated."""
    where: Sequence[object] = error.get("loc", ())
    return f"{'.'.join(map(str, where))}: {error.get('msg', 'invalid')}"


def problem_response(error: Exception, instance: str) -> JSONResponse:
    """The failure as a response, on OpenAI's routes in OpenAI's form."""
    problem, headers = problem_of(error, instance), headers_of(error)
    if instance.startswith(OPENAI):
        status = status_in_openai(problem.status)
        fault = in_openai_form(status, problem.detail, problem.kind)
        return JSONResponse(fault.model_dump(), status, headers)
    return JSONResponse(problem.model_dump(), problem.status, headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Every failure of this application becomes a problem document."""

    async def told(request: Request, error: Exception) -> JSONResponse:
        return problem_response(error, request.url.path)

    for kind in (RagError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, told)
    undescribed = app.openapi

    def openapi() -> dict[str, Any]:
        described = undescribed()
        # FastAPI describes a body by its model only where it is application/json.
        described["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        for path, methods in described["paths"].items():
            for operation in methods.values() if path.startswith(OPENAI) else ():
                operation["responses"].pop("422", None)  # it is 400 there
        for unused in ("HTTPValidationError", "ValidationError"):
            described["components"]["schemas"].pop(unused, None)
        return described

    app.openapi = openapi  # type: ignore[method-assign] # as FastAPI documents it
