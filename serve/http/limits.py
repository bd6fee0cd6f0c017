"""How large a request may be: whatever is larger is refused unread."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

JSON_BYTES = 1_000_000


class BodyLimit:
    """Bytes that a body may have; `larger` names those of (method, path) that may have more.

    Starlette's own limit answers in plain text.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[tuple[str, str], int]) -> None:
        self._app, self._larger = app, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; reading more of it than may be read raises HTTPException."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger.get((scope["method"], scope["path"]), JSON_BYTES)
        announced = Headers(scope=scope).get("content-length", "")
        read = int(announced) if announced.isascii() and announced.isdigit() else 0

        async def limited() -> Message:
            nonlocal read
            # A body is no longer than announced: the server sees to that.
            message: Message = {} if read > most else await receive()
            if not announced:
                read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413, f"the request is too large: at most {most:,} bytes are read")
            return message

        await self._app(scope, limited, send)
