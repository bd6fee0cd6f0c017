"""An engine's steps, made in a thread, for whoever awaits them; nobody waits for one who left."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import aclosing
from contextvars import copy_context
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from anyio import CancelScope, create_task_group
from fastapi import Depends, Request
from starlette.responses import StreamingResponse
from starlette.types import Send

from retrieval.types import Observer
from serve.capacity import Turns
from serve.http.parts import TheParts

T = TypeVar("T")
SIGN_OF_LIFE = 15.0
"""Seconds of silence after which a stream gives a sign of life: proxies end connections that are silent."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that is done, and the milliseconds that it took."""

    name: str
    ms: float


StepsOf = Callable[[Observer], Generator[T, None, None]]
"""Begins the steps; what it is given is told, in their thread, of each stage as it ends."""


class ClientGone(Exception):
    """Whoever asked went away before there was an answer."""


async def _turn(request: Request, parts: TheParts) -> AsyncIterator[Turns]:
    """Held until the response is sent, or until its reader went away."""
    async with parts.turns.turn():
        if await request.is_disconnected():
            raise ClientGone
        yield parts.turns


Turn = Annotated[Turns, Depends(_turn)]


async def followed(steps_of: StepsOf[T], turns: Turns) -> AsyncIterator[T | Stage | None]:
    """Each item as it comes, before it each stage as it ends, and None as a sign of life.

    Closing it waits for the item in the making, since a thread cannot be stopped, and makes no other.
    """
    loop, end, context = asyncio.get_running_loop(), object(), copy_context()
    news: asyncio.Queue[Stage | asyncio.Future[Any]] = asyncio.Queue()

    def observe(name: str, ms: float) -> None:
        loop.call_soon_threadsafe(news.put_nowait, Stage(name, ms))

    steps, call = steps_of(observe), None
    try:
        while True:
            call = loop.run_in_executor(turns.pool, lambda: context.run(next, steps, end))
            call.add_done_callback(news.put_nowait)  # behind the stages that ended on the way
            while not isinstance(told := await _soon(news), asyncio.Future):
                yield told
            if (item := told.result()) is end:
                return
            yield item
    finally:
        with CancelScope(shield=True):
            if call is not None:
                await asyncio.wait({call})
            # Where it began, so that what is logged on the way carries the request's id.
            await loop.run_in_executor(turns.pool, lambda: context.run(steps.close))


async def _soon(news: "asyncio.Queue[T]") -> T | None:
    """What comes next, or None where nothing does for a while."""
    try:
        async with asyncio.timeout(SIGN_OF_LIFE):
            return await news.get()
    except TimeoutError:
        return None


async def last(steps: AsyncIterator[T | None]) -> T:
    """The last item of all."""
    async with aclosing(cast(Any, steps)):
        found = [step async for step in steps if step is not None]
    return found[-1]


async def begun(steps: AsyncIterator[T | None]) -> AsyncIterator[T | None]:
    """The same steps once the first is there, so that what fails before it still has a status of its own."""
    first = await anext(steps)

    async def all_of_them() -> AsyncIterator[T | None]:
        async with aclosing(cast(Any, steps)):
            yield first
            async for step in steps:
                yield step

    return all_of_them()


async def unless_gone(request: Request, work: Awaitable[T]) -> T:
    """What `work` gives; raises ClientGone, and cancels it, where the client goes away first."""
    done: list[T | Exception] = []

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        tasks.cancel_scope.cancel()

    async with create_task_group() as tasks:
        tasks.start_soon(watch)
        try:
            done.append(await work)
        except Exception as error:  # raised below: the group would wrap it
            done.append(error)
        tasks.cancel_scope.cancel()
    if not done:
        raise ClientGone
    if isinstance(done[0], Exception):
        raise done[0]
    return done[0]


class EventStream(StreamingResponse):
    """Server-sent events whose source is closed with the response, however that ends."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes]) -> None:
        # nginx keeps back what it proxies unless it is told not to.
        super().__init__(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})

    async def stream_response(self, send: Send) -> None:
        """Sends the events."""
        async with aclosing(cast(Any, self.body_iterator)):
            await super().stream_response(send)
