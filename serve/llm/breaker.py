"""A circuit breaker: a model that keeps failing is left alone for a while, then tried by one call.

After M. Nygard, Release It! (2007), chapter 5.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from serve.llm.errors import ModelResting, ModelUnavailable


class Breaker:
    """Closed until `failures` attempts in a row failed; open for `rest` seconds; then open to one probe."""

    def __init__(
        self, failures: int = 5, rest: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._rest, self._clock = failures, rest, clock
        self._lock = Lock()
        self._failed = 0
        self._opened: float | None = None
        self._probing = False
        self._last = ""

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Raises ModelResting while open; else counts how the body ends.

        A request that the provider rejects shows that the provider is there. A body that is abandoned, as
        when the person has gone, shows nothing.
        """
        self._enter()
        try:
            yield
        except ModelUnavailable as error:
            if error.retryable:
                self._count(str(error))
            else:
                self._close()
            raise
        except BaseException:
            self._abandon()
            raise
        else:
            self._close()

    def _enter(self) -> None:
        with self._lock:
            if self._opened is None:
                return
            left = self._opened + self._rest - self._clock()
            if left > 0 or self._probing:
                wait = max(left, 0.0)
                raise ModelResting(
                    f"the language model is left alone for {wait:.0f} s after {self._failed} failures, "
                    f"the last: {self._last}",
                    retry_after=wait,
                )
            self._probing = True

    def _count(self, what: str) -> None:
        with self._lock:
            self._failed += 1
            self._last, self._probing = what, False
            if self._failed >= self._limit:
                self._opened = self._clock()

    def _close(self) -> None:
        with self._lock:
            self._failed, self._opened, self._probing = 0, None, False

    def _abandon(self) -> None:
        with self._lock:
            self._probing = False
