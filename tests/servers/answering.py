"""The page's server with `/v1/answers` in the hands of a test: each event is sent when the test says so."""

import json
from collections.abc import Iterator
from queue import Queue
from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response, StreamingResponse

from serve.http import web


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


def scripted(script: Script) -> FastAPI:
    """The page, no documents, conversations without a memory, and answers by the script."""
    app = FastAPI()

    @app.get("/v1/documents")
    def documents() -> dict[str, Any]:
        return {"documents": []}

    @app.post("/v1/conversations", status_code=201)
    def begin() -> dict[str, Any]:
        return {"id": "c"}

    @app.post("/v1/search")
    def search() -> dict[str, Any]:
        return {"question": "", "hits": [], "timings_ms": {}}

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(
            "rag_live_faithfulness 0.93\nrag_live_faithfulness_drift -0.02\n", media_type="text/plain"
        )

    @app.post("/v1/answers")
    def answers() -> StreamingResponse:
        return StreamingResponse(script.stream(), media_type="text/event-stream")

    web.install(app)
    return app
