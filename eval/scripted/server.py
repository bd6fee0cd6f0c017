"""The server: a thread for each connection, a script that they share, and a record of what was asked."""

import json
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import ModuleType, TracebackType
from typing import Any, Self

from eval.scripted import anthropic_wire, openai_wire
from eval.scripted.behaviour import Behaviour, Cut, Drop, Fail, Hang, Malformed, Say, StreamFault
from eval.scripted.request import PATHS, BadRequest, Request, request_of
from eval.scripted.usage import PrefixCache, tokens

Answer = Callable[[Request], Behaviour | str]
_WIRES: dict[str, ModuleType] = {"openai": openai_wire, "anthropic": anthropic_wire}
_PING_SECONDS = 0.05


class ScriptedLLM:
    """Serves while it is a context; what was scripted with `then` comes first, then `otherwise`.

    With `key`, requests without it get a 401. Safe to use from several threads.
    """

    def __init__(self, key: str | None = None, models: tuple[str, ...] = ("scripted",)) -> None:
        self.key, self.models = key, models
        self.cache = PrefixCache()
        self.closing = Event()
        self._lock = Lock()
        self._requests: list[Request] = []
        self._script: deque[Behaviour] = deque()
        self._answer: Answer = lambda request: f"You said: {request.last}"
        self._http = _Server(self)

    def __enter__(self) -> Self:
        Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        """The root."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def openai_url(self) -> str:
        """What OpenAI's SDK wants as base URL, and `RAG_LLM=openai-like:MODEL@URL`."""
        return f"{self.url}/v1"

    @property
    def anthropic_url(self) -> str:
        """What Anthropic's SDK wants as base URL."""
        return self.url

    @property
    def requests(self) -> tuple[Request, ...]:
        """All that were understood, oldest first."""
        with self._lock:
            return tuple(self._requests)

    def then(self, *behaviours: Behaviour | str) -> None:
        """What the next requests meet, one each; text is a `Say`."""
        with self._lock:
            self._script.extend(Say(b) if isinstance(b, str) else b for b in behaviours)

    def otherwise(self, answer: Answer | Behaviour | str) -> None:
        """What every other request meets: always the same, or a function of the request."""
        with self._lock:
            self._answer = answer if callable(answer) else lambda _: answer

    def behaviour_for(self, request: Request) -> Behaviour:
        """Records the request and says what to do with it."""
        with self._lock:
            self._requests.append(request)
            if self._script:
                return self._script.popleft()
            answer = self._answer
        said = answer(request)
        return Say(said) if isinstance(said, str) else said


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, script: ScriptedLLM) -> None:
        self.script = script
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a piece is sent when it is said
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: tests read `requests`."""

    def do_GET(self) -> None:
        """`/v1/models`, in the form that both providers share."""
        if self.path.partition("?")[0] != "/v1/models":
            self._json(404, {"error": {"message": "no such path", "type": "invalid_request_error"}})
            return
        models = [{"id": m, "object": "model", "type": "model"} for m in self.server.script.models]
        self._json(200, {"object": "list", "data": models, "has_more": False})

    def do_POST(self) -> None:
        """Asks the script what to do."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        api = PATHS.get(self.path.partition("?")[0])
        if api is None:
            self._json(404, {"error": {"message": "no such path", "type": "invalid_request_error"}})
            return
        self._wire = _WIRES[api]
        try:
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = request_of(api, json.loads(body), headers, time.monotonic())
        except (BadRequest, ValueError, KeyError) as error:
            self._fail(Fail(400, str(error), "invalid_request_error"))
            return
        behaviour = self.server.script.behaviour_for(request)
        if self.server.script.key not in (None, request.key):
            behaviour = Fail(401, f"Incorrect API key provided: {request.key}")
        self._behave(request, behaviour)

    def _behave(self, request: Request, behaviour: Behaviour) -> None:
        match behaviour:
            case Drop():
                self.close_connection = True
            case Hang() if not (request.stream and (behaviour.after or behaviour.pings)):
                self._hang(pings=False)
            case Fail():
                self._fail(behaviour)
            case Malformed() if not request.stream:
                self._send(200, b'{"id": "scripted", "choices": [')
            case Cut() if not request.stream:
                self.close_connection = True
                self._head(200, {"Content-Length": "1000"})
                self.wfile.write(b'{"id": "scripted", "choices": [')
            case StreamFault() if not request.stream:
                self._fail(Fail(529, behaviour.message, behaviour.kind))
            case Say() if not request.stream:
                self._pause(behaviour.delay)
                self._json(200, self._wire.whole(request, behaviour, self._counts(request, behaviour)))
            case _:
                self._stream(request, behaviour)

    def _stream(self, request: Request, behaviour: Say | Cut | StreamFault | Malformed | Hang) -> None:
        """Server-sent events; every way but `Say` leaves them unfinished."""
        say = behaviour if isinstance(behaviour, Say) else Say(behaviour.text)
        counts = self._counts(request, say)
        self._pause(say.delay)
        self._begin()
        for event in self._wire.opening(request, counts or self._wire.usage(0, 0, 0, 0)):
            self._event(event)
        shown = say.pieces if isinstance(behaviour, Say) else say.pieces[: behaviour.after]
        for piece in shown:
            self._pause(say.pace)
            self._event(self._wire.piece(request, piece))
        match behaviour:
            case Say():
                for event in self._wire.closing(request, say, counts if request.wants_usage else None):
                    self._event(event)
            case StreamFault():
                self._event(self._wire.error_event(behaviour.kind, behaviour.message))
            case Malformed():
                self._event(self._wire.broken())
            case Hang():
                self._hang(behaviour.pings)
            case Cut(politely=False):
                self.close_connection = True
                return
        self._end()

    def _counts(self, request: Request, say: Say) -> dict[str, Any] | None:
        prompt, cached, written = self.server.script.cache.hits(request)
        if not say.counted:
            return None
        counts: dict[str, Any] = self._wire.usage(
            prompt, cached if say.cached is None else say.cached, written, tokens(say.text)
        )
        return counts

    def _hang(self, pings: bool) -> None:
        """Until the server closes or the client has gone."""
        self.close_connection = True
        while not self.server.script.closing.wait(_PING_SECONDS):
            if pings:
                self._event(self._wire.COMMENT)

    def _fail(self, fail: Fail) -> None:
        self._pause(fail.delay)
        self._json(fail.status, self._wire.error_body(fail.status, fail.kind, fail.message), fail.headers)

    def _pause(self, seconds: float) -> None:
        if seconds:
            self.server.script.closing.wait(seconds)

    def _json(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(body).encode(), headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self._head(status, {**(headers or {}), "Content-Length": str(len(body))})
        self.wfile.write(body)

    def _begin(self) -> None:
        stream = {"Content-Type": "text/event-stream; charset=utf-8", "Transfer-Encoding": "chunked"}
        self._head(200, stream)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _event(self, event: str) -> None:
        data = event.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def _end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")
