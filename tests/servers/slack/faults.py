"""What can go wrong with a call of the Web API."""

import time
from collections import defaultdict, deque
from dataclasses import dataclass
from random import Random
from threading import Lock


@dataclass(frozen=True, slots=True)
class Fault:
    """A 429 with `retry_after` seconds, an error, a failing server; `after`: the call has done its work."""

    status: int = 200
    error: str = ""
    retry_after: int = 0
    after: bool = False
    drop: bool = False


LIMITED = Fault(429, "ratelimited", retry_after=1)


class Faults:
    """Scripted for the next calls of a method, or thrown by dice over all."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._next: dict[str, deque[Fault]] = defaultdict(deque)
        self._until: dict[str, float] = {}
        self._share, self._random = 0.0, Random(0)  # noqa: S311 - dice

    def then(self, method: str, *faults: Fault) -> None:
        """The next calls of this method fail so, one each."""
        with self._lock:
            self._next[method].extend(faults)

    def limit(self, share: float, seed: int) -> None:
        """So many of all calls get a 429 with Retry-After."""
        with self._lock:
            self._share, self._random = share, Random(seed)  # noqa: S311 - dice

    def forgive(self) -> None:
        """Every limit is over."""
        with self._lock:
            self._until.clear()

    def for_call(self, method: str) -> Fault | None:
        """What this call meets; after a 429 a method is closed for as long as that said."""
        with self._lock:
            if time.monotonic() < self._until.get(method, 0.0):
                return LIMITED
            if self._next[method]:
                fault: Fault | None = self._next[method].popleft()
            else:
                fault = LIMITED if self._random.random() < self._share else None
            if fault and fault.retry_after:
                self._until[method] = time.monotonic() + fault.retry_after
            return fault
