"""How often an answer that grows may be shown anew."""

import time
from collections.abc import Callable
from threading import Lock

UPDATE_SECONDS = 1.25
"""Between updates of all messages together: chat.update may be called 50 times a minute in a workspace."""


class Pace:
    """Gives leave at most once in `seconds`, whoever asks."""

    def __init__(self, seconds: float = UPDATE_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._lock = Lock()
        self._next = 0.0

    def due(self, since: float = 0.0) -> bool:
        """Whether one may update now, and then nobody else for a while; not too soon after `since`."""
        with self._lock:
            now = self._clock()
            if now < max(self._next, since + self._seconds):
                return False
            self._next = now + self._seconds
            return True

    def now(self) -> float:
        """The clock's seconds."""
        return self._clock()
