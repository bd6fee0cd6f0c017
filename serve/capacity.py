"""How many questions are answered at once, and how many wait for their turn."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from ingest.errors import RagError


class Overloaded(RagError):
    """As many questions wait as may; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Turns:
    """At most `at_once` turns are taken and at most `waiting` are waited for; in order of arrival.

    `pool` has a thread for each turn. Belongs to one event loop.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once, self._room = at_once, at_once + waiting
        self._free = asyncio.Semaphore(at_once)
        self._here = 0
        self.pool = ThreadPoolExecutor(at_once, thread_name_prefix="answer")

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits for a turn and holds it; raises Overloaded at once where no more may wait."""
        if self._here >= self._room:
            # A question takes a second at most without a language model: so long is the queue.
            raise Overloaded("too many questions at once: ask again later", 1 + self._here // self._at_once)
        self._here += 1
        try:
            async with self._free:
                yield
        finally:
            self._here -= 1
