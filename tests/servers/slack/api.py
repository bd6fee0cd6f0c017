"""The HTTP side of Slack: Web API, response URLs, and the WebSocket that Socket Mode opens."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from tests.servers.slack.faults import Fault, Faults
from tests.servers.slack.methods import METHODS
from tests.servers.slack.state import ApiError, Body, State
from tests.servers.slack.websocket import Socket, accept_key


class Api(ThreadingHTTPServer):
    """Serves one workspace; `calls` notes every method with what was sent and how it ended."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, state: State, bot_token: str, app_token: str) -> None:
        self.state, self.bot_token, self.app_token = state, bot_token, app_token
        self.faults = Faults()
        self.calls: list[tuple[str, Body, str]] = []
        self.responses: dict[str, list[Body]] = {}
        self.sockets: list[Socket] = []
        self.acked: dict[str, Body] = {}
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are part of the game."""

    def note(self, method: str, sent: Body, outcome: str) -> None:
        """Writes a call down and wakes who waits."""
        with self.state.changed:
            self.calls.append((method, sent, outcome))
            self.state.changed.notify_all()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Api

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: tests read `calls`."""

    def do_GET(self) -> None:
        """The handshake of a WebSocket whose address came from `apps.connections.open`."""
        key = self.headers.get("Sec-WebSocket-Key")
        if not key or not self.path.startswith("/link"):
            self._send(404, {"ok": False, "error": "not_found"})
            return
        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade")):
            self.send_header(name, value)
        self.send_header("Sec-WebSocket-Accept", accept_key(key))
        self.end_headers()
        self.close_connection = True
        self._converse(Socket(self.connection, self.rfile))

    def _converse(self, link: Socket) -> None:
        state = self.server.state
        info = {"host": "applink-1", "approximate_connection_time": 18060}
        link.send(
            {"type": "hello", "num_connections": 1, "debug_info": info, "connection_info": {"app_id": "A1"}}
        )
        with state.changed:
            self.server.sockets.append(link)
            state.changed.notify_all()
        while (message := link.receive()) is not None:
            with state.changed:
                self.server.acked[message["envelope_id"]] = message
                state.changed.notify_all()
        with state.changed:
            self.server.sockets.remove(link)
            state.changed.notify_all()

    def do_POST(self) -> None:
        """A method, or an answer to a response URL."""
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        sent = self._read(raw)
        place, _, name = self.path.strip("/").partition("/")
        if place == "response":
            self._respond(name, sent)
        else:
            self._method(name, sent)

    def _read(self, raw: bytes) -> Body:
        if "json" in self.headers.get("Content-Type", ""):
            return json.loads(raw)  # type: ignore[no-any-return]
        return dict(parse_qsl(raw.decode(), keep_blank_values=True))

    def _method(self, name: str, sent: Body) -> None:
        fault = self.server.faults.for_call(name)
        if fault and not fault.after:
            self.server.note(name, sent, fault.error or str(fault.status))
            self._fail(fault)
            return
        outcome = self._called(name, sent)
        self.server.note(name, sent, outcome.get("error", "ok"))
        if fault:
            self._fail(fault)
        else:
            self._send(200, outcome)

    def _called(self, name: str, sent: Body) -> Body:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if name == "apps.connections.open":
            if token != self.server.app_token:
                return {"ok": False, "error": "invalid_auth"}
            return {"ok": True, "url": f"ws://127.0.0.1:{self.server.server_port}/link/?ticket=1"}
        if token != self.server.bot_token:
            return {"ok": False, "error": "token_revoked" if token.startswith("xoxb-old") else "invalid_auth"}
        if name not in METHODS:
            return {"ok": False, "error": "unknown_method"}
        with self.server.state.changed:
            try:
                return {"ok": True, **METHODS[name](self.server.state, sent)}
            except ApiError as error:
                return {"ok": False, "error": str(error)}

    def _respond(self, name: str, sent: Body) -> None:
        fault = self.server.faults.for_call("response_url")
        if fault:
            self._fail(fault)
            return
        with self.server.state.changed:
            known = self.server.responses.get(name)
            if known is not None:
                known.append(sent)
            self.server.state.changed.notify_all()
        self._send(404 if known is None else 200, {"ok": known is not None})

    def _fail(self, fault: Fault) -> None:
        if fault.drop:
            self.close_connection = True
            return
        headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
        self._send(fault.status, {"ok": False, "error": fault.error}, headers)

    def _send(self, status: int, body: Body, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        sent = {"Content-Type": "application/json", "Content-Length": str(len(data)), **(headers or {})}
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
