"""The outermost layer: each request gets an id, safe headers, a line in the audit log, and is counted."""

import re
import secrets
import time
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.operations.logs import REQUEST, audit
from serve.operations.metrics import Metrics

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every response (https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html)."""
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_QUIET = ("/healthz", "/readyz", "/metrics", "/static/")
"""Paths without a line in the audit log: machines ask for them all day, and they hold nobody's words."""


class Watch:
    """Wraps everything else, so that refusals are seen as well."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        identity = given if _ID.fullmatch(given) else secrets.token_hex(8)
        token, started, status = REQUEST.set(identity), time.perf_counter(), 499

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = identity
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/v1/"):  # it depends on who asks: no cache may keep it
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        self._metrics.in_progress.inc()
        try:
            await self._app(scope, receive, sending)
        finally:
            self._metrics.in_progress.dec()
            self._ended(scope, status, time.perf_counter() - started)
            REQUEST.reset(token)

    def _ended(self, scope: Scope, status: int, seconds: float) -> None:
        """Status 499 is nginx's for a client that left before there was a response."""
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.request(_method(scope["method"]), route, status, seconds)
        if not scope["path"].startswith(_QUIET):
            audit("request", _seen(scope, status, seconds))


def _method(method: str) -> str:
    """Of methods that anybody may make up, one name: each would be a time series of its own."""
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"


def _seen(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    """Without the address's query, which may hold a question."""
    asker = scope.get("state", {}).get("asker")
    return {
        "asker": asker.name if asker else "",
        "address": scope["client"][0] if scope.get("client") else "",
        "method": scope["method"],
        "path": scope["path"],
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
