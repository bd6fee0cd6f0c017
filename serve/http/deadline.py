"""A request does not take for ever: neither to send, nor to be answered."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.http.problems import problem_response


class Deadline:
    """Seconds until a request has to be here and its response to begin; a stream may then take its time."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; 408 for one that does not arrive, 504 for one that is not answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        arrived = False

        async def receiving() -> Message:
            nonlocal arrived
            message = await receive()
            arrived = arrived or not message.get("more_body", False)
            return message

        async def sending(message: Message) -> None:
            limit.reschedule(None)
            await send(message)

        try:
            async with asyncio.timeout(self._seconds) as limit:
                await self._app(scope, receiving, sending)
        except TimeoutError:
            if not limit.expired():
                raise
            await problem_response(_late(arrived, self._seconds), scope["path"])(scope, receive, send)


def _late(arrived: bool, seconds: float) -> HTTPException:
    if arrived:
        return HTTPException(504, f"there is no answer after {seconds:g} seconds: ask again later")
    return HTTPException(408, f"the request was not here after {seconds:g} seconds: send it again")
