"""The asker of a request, as the routes get it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from serve.asker import Asker
from serve.library import Forbidden
from serve.records.types import Scope


def who_asks(request: Request) -> Asker:
    """Whom the gate let in."""
    asker: Asker = request.state.asker
    return asker


def _with(scope: Scope) -> Callable[[Asker], Asker]:
    def allowed(asker: Annotated[Asker, Depends(who_asks)]) -> Asker:
        if scope not in asker.scopes:
            raise Forbidden(f"this takes a key with the scope {scope}")
        return asker

    return allowed


Reader = Annotated[Asker, Depends(_with("read"))]
Writer = Annotated[Asker, Depends(_with("write"))]
