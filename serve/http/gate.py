"""Who gets as far as the routes: decided for every path but those that hold nothing of anybody's."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.errors import RagError
from serve.http.problems import problem_response
from serve.operations.door import Door

_OPEN = ("/", "/healthz", "/readyz", "/openapi.json", "/favicon.ico")
_OPEN_BELOW = ("/static/",)


class Gate:
    """Puts the asker into the request's state, or answers with a problem."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Asks the door."""
        if scope["type"] == "http" and not _is_open(scope["path"]):
            address = scope["client"][0] if scope.get("client") else ""
            try:
                asker = await run_in_threadpool(self._door.admit, Headers(scope=scope), address)
            except RagError as error:
                await problem_response(error, scope["path"])(scope, receive, send)
                return
            scope.setdefault("state", {})["asker"] = asker
        await self._app(scope, receive, send)


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_OPEN_BELOW)
