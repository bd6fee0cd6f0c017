"""The page on which a person votes, over HTTP on this machine alone; the only file that knows FastAPI."""

import socket
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any, Literal

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel
from starlette.middleware.trustedhost import TrustedHostMiddleware

from eval.pairwise.ballots import Booth
from eval.pairwise.errors import CannotServe
from eval.runs.report.style import COLOURS
from ingest.errors import RagError

LOOPBACK = "127.0.0.1"
HEADERS = {
    # Nothing from elsewhere, nothing inline, no frame: an answer that held markup could do nothing.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Cast(BaseModel):
    """A vote as the page sends it."""

    ballot: str
    choice: Literal["left", "right", "tie", "both bad", "skip"]


def application(booth: Booth) -> FastAPI:
    """The page, its style and script, and the three calls that it makes.

    The handlers are coroutines without a pause in them, so votes come one after the other.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # A page elsewhere may point a name of its own at this address; it cannot choose the Host header.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])

    @app.middleware("http")
    async def guarded(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        response = _foreign(request) or await proceed(request)
        response.headers.update(HEADERS)
        return response

    @app.exception_handler(RagError)
    async def failed(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, status_code=500)

    _assets(app)

    @app.get("/api/state")
    async def state() -> dict[str, Any]:
        return booth.state()

    @app.post("/api/votes")
    async def vote(cast: Cast) -> dict[str, Any]:
        if not booth.vote(cast.ballot, cast.choice):
            raise HTTPException(409, "This question is decided already.")
        return booth.state()

    @app.post("/api/undo")
    async def undo() -> dict[str, Any]:
        if not booth.undo():
            raise HTTPException(409, "There is no vote to take back.")
        return booth.state()

    return app


def _assets(app: FastAPI) -> None:
    page = files("eval.pairwise").joinpath("page")

    @app.get("/", response_class=HTMLResponse)
    async def index() -> str:
        return page.joinpath("vote.html").read_text(encoding="utf-8")

    @app.get("/vote.css")
    async def style() -> Response:
        css = COLOURS + page.joinpath("vote.css").read_text(encoding="utf-8")
        return Response(css, media_type="text/css; charset=utf-8")

    @app.get("/vote.js")
    async def script() -> Response:
        js = page.joinpath("vote.js").read_text(encoding="utf-8")
        return Response(js, media_type="text/javascript; charset=utf-8")


def _foreign(request: Request) -> Response | None:
    """A refusal where another page sends the request: browsers name where it comes from."""
    origin = request.headers.get("origin")
    if origin in {None, f"http://{request.headers.get('host')}"}:
        return None
    return JSONResponse({"detail": "Votes come from this page alone."}, status_code=403)


def listen(port: int) -> socket.socket:
    """A socket on loopback, on any free port for 0; raises CannotServe where the port is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        # Whoever opens the page before it is served waits a moment.
        listener.listen()
    except OSError as error:
        listener.close()
        raise CannotServe(
            f"port {port} of {LOOPBACK}: {error.strerror}; --port 0 takes a free one"
        ) from error
    return listener


def serve(booth: Booth, listener: socket.socket) -> None:
    """Serves until it is interrupted."""
    config = uvicorn.Config(application(booth), log_level="warning", lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])
