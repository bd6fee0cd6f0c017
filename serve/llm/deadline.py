"""A limit on how long a stream may be silent that holds whatever the other side does.

The SDKs' time-outs count from byte to byte, so a server that sends a comment every second keeps them waiting
for ever, and a name that is slow to resolve is not covered at all. So the stream is read in a thread of its
own and waited for here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


class Silent(Exception):
    """Nothing came within the time."""


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


_DONE = object()


def bounded(begin: Callable[[], Iterator[T]], left: Callable[[], float]) -> Iterator[T]:
    """The items of `begin()`; raises Silent where the next is not there within `left()` seconds.

    A reader that is given up goes away with its next item or at its own time-out. `left` is asked before
    each item.
    """
    items: SimpleQueue[object] = SimpleQueue()
    given_up = Event()
    Thread(target=_read, args=(begin, items, given_up), name="language-model", daemon=True).start()
    try:
        while (item := _next(items, left())) is not _DONE:
            if isinstance(item, _Failed):
                raise item.error
            yield item  # type: ignore[misc] # what `begin` gave
    finally:
        given_up.set()


def _next(items: "SimpleQueue[object]", seconds: float) -> object:
    try:
        return items.get(timeout=max(seconds, 0))
    except Empty:
        raise Silent from None


def _read(begin: Callable[[], Iterator[T]], items: "SimpleQueue[object]", given_up: Event) -> None:
    try:
        for item in begin():
            if given_up.is_set():
                return
            items.put(item)
        items.put(_DONE)
    except BaseException as error:  # it is raised where the items are waited for
        items.put(_Failed(error))
