"""What several threads ask of one model at once becomes one run over all their rows."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Condition
from typing import Generic, TypeVar

Row = TypeVar("Row")
Found = TypeVar("Found")


class Joined(Generic[Row, Found]):
    """Calls `run` for whoever asks; safe to use from several threads, of which one runs at a time.

    Whoever finds the model free runs at once, for itself and for all who wait: there is no timer, so that
    a lone caller pays nothing. `size` is what a row costs, and a run takes another request as long as it
    holds less than `most`; who waits, waits for runs of that size, in order of arrival.
    """

    def __init__(
        self, run: Callable[[Sequence[Row]], Sequence[Found]], size: Callable[[Row], int], most: int
    ) -> None:
        """`run` gives what it found for each of its rows, in their order."""
        self._run, self._size, self._most = run, size, most
        # An asker leaves it once answered; only the leader's end moves.
        self._waiting: list[_Asked[Row, Found]] = []
        self._led = False
        self._changed = Condition()

    def __call__(self, rows: Sequence[Row]) -> Sequence[Found]:
        """What `run` gives for these rows; raises what it raises for them."""
        mine: _Asked[Row, Found] = _Asked(rows, sum(map(self._size, rows)))
        with self._changed:
            self._waiting.append(mine)
            self._changed.wait_for(lambda: mine.found.done() or not self._led)
            if mine.found.done():
                return mine.found.result()
            self._led = True
        try:
            while not mine.found.done():
                self._round()
        finally:
            with self._changed:
                self._led = False
                if mine in self._waiting:  # interrupted: the others' are for the next to lead
                    self._waiting.remove(mine)
                self._changed.notify_all()
        return mine.found.result()

    def _round(self) -> None:
        with self._changed:
            taken = self._first()
        self._answer(taken)
        with self._changed:
            del self._waiting[: len(taken)]
            self._changed.notify_all()

    def _first(self) -> list["_Asked[Row, Found]"]:
        taken, held = [], 0
        for asked in self._waiting:
            if held >= self._most:
                break
            taken.append(asked)
            held += asked.size
        return taken

    def _answer(self, taken: Sequence["_Asked[Row, Found]"]) -> None:
        """Gives each its own rows; where a run fails, each runs alone, so that its cause alone fails."""
        try:
            found = self._run([row for asked in taken for row in asked.rows])
        except Exception as error:
            if len(taken) == 1:
                taken[0].found.set_exception(error)
                return
            for asked in taken:
                self._answer([asked])
            return
        start = 0
        for asked in taken:
            asked.found.set_result(found[start : start + len(asked.rows)])
            start += len(asked.rows)


class _Asked(Generic[Row, Found]):
    """What one thread asked for, and what came of it."""

    def __init__(self, rows: Sequence[Row], size: int) -> None:
        self.rows, self.size = rows, size
        self.found: Future[Sequence[Found]] = Future()
