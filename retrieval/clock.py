"""How long each stage of a question takes."""

import time

from retrieval.types import Observer, unobserved


class Clock:
    """Milliseconds between laps, summed by name; `observe` is told of each lap."""

    def __init__(self, observe: Observer = unobserved) -> None:
        self.laps: dict[str, float] = {}
        self._observe = observe
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Ends the stage `name`."""
        now = time.perf_counter()
        took = (now - self._last) * 1000
        self.laps[name] = self.laps.get(name, 0.0) + took
        self._last = now
        self._observe(name, took)
