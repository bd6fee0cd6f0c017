"""The page's server with `/v1/answers` in the hands of a test: each event is sent when the test says so."""

import json
from collections.abc import Iterator
from queue import Queue
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from serve.http import web

KEY = "a key"
_PROBLEM = "application/problem+json"


class Script:
    """What the server sends next, as the wire of `/v1/answers` has it."""

    def __init__(self) -> None:
        self._events: Queue[str | None] = Queue()

    def event(self, name: str, /, **fields: Any) -> None:
        """Sends an event."""
        self._events.put(f"event: {name}\ndata: {json.dumps(fields)}\n\n")

    def part(self, text: str) -> None:
        """Sends this piece of the stream, however it cuts events or lines."""
        self._events.put(text)

    def end(self) -> None:
        """Ends the response."""
        self._events.put(None)

    def stream(self) -> Iterator[str]:
        """The response."""
        yield from iter(self._events.get, None)


def scripted(script: Script, wants_key: bool = False) -> FastAPI:
    """The page, no documents, conversations without a memory, and answers by the script."""
    app = FastAPI()

    @app.middleware("http")
    async def keyed(request: Request, proceed: Any) -> Response:
        asked = request.url.path.startswith("/v1/")
        if wants_key and asked and request.headers.get("authorization") != f"Bearer {KEY}":
            problem = {"title": "Unauthorized", "status": 401, "detail": "this takes an API key"}
            return JSONResponse(problem, 401, media_type=_PROBLEM)
        return await proceed(request)  # type: ignore[no-any-return]

    @app.get("/v1/documents")
    def documents() -> dict[str, Any]:
        return {"documents": []}

    @app.post("/v1/conversations", status_code=201)
    def begin() -> dict[str, Any]:
        return {"id": "c"}

    @app.post("/v1/search")
    def search() -> dict[str, Any]:
        return {"question": "", "hits": [], "timings_ms": {}}

    @app.post("/v1/answers")
    def answers() -> StreamingResponse:
        return StreamingResponse(script.stream(), media_type="text/event-stream")

    web.install(app)
    return app
