"""The limit on silence holds whatever the reader does."""

import threading
import time
from collections.abc import Iterator

import pytest

from serve.llm.deadline import Silent, bounded


def test_items_come_through_in_order():
    """A stream in time is as it was."""
    assert list(bounded(lambda: iter("abc"), lambda: 5.0)) == ["a", "b", "c"]


def test_an_error_comes_out_behind_the_items():
    """What the reader raises is raised here."""

    def broken() -> Iterator[str]:
        yield "a"
        raise ValueError("here")

    items = bounded(broken, lambda: 5.0)
    assert next(items) == "a"
    with pytest.raises(ValueError, match="here"):
        next(items)


def test_silence_ends_in_time_and_the_reader_goes_away():
    """The caller goes on at once; the reader's stream is closed as soon as it says anything."""
    released, closed = threading.Event(), threading.Event()

    def slow() -> Iterator[str]:
        try:
            yield "a"
            released.wait(5)
            yield "b"
        finally:
            closed.set()

    items = bounded(slow, lambda: 0.05)
    assert next(items) == "a"
    started = time.monotonic()
    with pytest.raises(Silent):
        next(items)
    assert time.monotonic() - started < 0.5
    released.set()
    assert closed.wait(5)


def test_a_caller_that_leaves_lets_the_reader_go():
    """An abandoned stream is not read to its end."""
    said: list[int] = []

    def endless() -> Iterator[int]:
        for number in range(1000):
            said.append(number)
            yield number
            time.sleep(0.005)

    items = bounded(endless, lambda: 5.0)
    next(items)
    items.close()  # type: ignore[attr-defined] # a generator
    time.sleep(0.05)
    seen = len(said)
    time.sleep(0.05)
    assert len(said) == seen < 1000
