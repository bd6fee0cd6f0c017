"""Callers of one model at once: one run for all who wait, and everyone's own rows."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event, Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ingest.models.joined import Joined


class Model:
    """Doubles numbers; negative ones are an error. Keeps its first run until it is told to go on."""

    def __init__(self, held: bool = False) -> None:
        self.runs: list[list[int]] = []
        self.begun, self.go = Event(), Event()
        if not held:
            self.go.set()

    def __call__(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """A run."""
        self.runs.append(list(rows))
        self.begun.set()
        assert self.go.wait(30)
        if min(rows, default=0) < 0:
            raise ValueError(f"{min(rows)} is negative")
        return np.array([[2 * row] for row in rows], np.float32)


def asked_while_busy(
    model: Model, joined: Joined[int, NDArray[np.float32]], requests: Sequence[Sequence[int]]
) -> list[Future[NDArray[np.float32]]]:
    """What came of each request, made in order while the model is held by another's 0."""
    with ThreadPoolExecutor(len(requests) + 1) as pool:
        first = pool.submit(joined, [0])
        assert model.begun.wait(30)
        found = []
        for number, rows in enumerate(requests, start=1):
            found.append(pool.submit(joined, rows))
            while len(joined._waiting) <= number:  # until it stands in the queue
                assert not first.done()
        model.go.set()
    return found


def test_a_lone_caller_runs_at_once():
    """On its own thread, with nobody to wait for."""
    model = Model()
    joined = Joined(model, int, 100)
    np.testing.assert_array_equal(joined([3, 1]), [[6], [2]])
    assert model.runs == [[3, 1]]


def test_all_who_wait_share_a_run():
    """Three who came while the model was busy get their rows from one run, in order of arrival."""
    model = Model(held=True)
    found = asked_while_busy(model, Joined(model, lambda _: 1, 100), [[1, 2], [3], [4, 5]])
    assert model.runs == [[0], [1, 2, 3, 4, 5]]
    assert [f.result().ravel().tolist() for f in found] == [[2, 4], [6], [8, 10]]


def test_a_run_has_a_bound():
    """A request is joined as long as the run holds less than that; what does not fit comes next."""
    model = Model(held=True)
    asked_while_busy(model, Joined(model, lambda _: 1, 3), [[1, 2], [3, 4], [5], [6] * 9, [7]])
    assert model.runs == [[0], [1, 2, 3, 4], [5, *[6] * 9], [7]]


def test_an_error_reaches_its_cause_alone():
    """Whoever asked for the impossible gets the error; those who shared the run get their rows."""
    model = Model(held=True)
    good, bad, other = asked_while_busy(model, Joined(model, lambda _: 1, 100), [[1], [2, -1], [3]])
    assert (good.result(), other.result()) == ([[2]], [[6]])
    with pytest.raises(ValueError, match="-1 is negative"):
        bad.result()


def test_who_is_interrupted_leaves_the_others_their_turn():
    """A leader that is stopped in its run takes nobody's request with it."""

    class Stopped(BaseException):
        """As Ctrl-C is."""

    model, stops = Model(held=True), [True]

    def run(rows: Sequence[int]) -> NDArray[np.float32]:
        found = model(rows)
        if stops and stops.pop():
            raise Stopped
        return found

    joined, ended = Joined(run, int, 100), []

    def interrupted() -> None:
        with pytest.raises(Stopped):
            joined([1])
        ended.append(True)

    leader = Thread(target=interrupted)
    leader.start()
    assert model.begun.wait(30)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(joined, [2])
        while len(joined._waiting) < 2:
            assert leader.is_alive()
        model.go.set()
        assert other.result(30) == [[4]]
    leader.join(30)
    assert ended == [True]
    assert joined._waiting == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.integers(-1, 50), max_size=5), min_size=2, max_size=24),
    st.integers(1, 60),
)
def test_everyone_gets_their_own_rows(requests: list[list[int]], most: int):
    """Whatever many threads ask at once, however it is joined, each gets what it would get alone."""
    joined, together = Joined(Model(), abs, most), Barrier(len(requests))

    def ask(rows: list[int]) -> list[float] | str:
        together.wait(30)
        try:
            return list(joined(rows).ravel())
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(len(requests)) as pool:
        found = list(pool.map(ask, requests))
    expected = [[2.0 * n for n in rows] if -1 not in rows else "-1 is negative" for rows in requests]
    assert found == expected
    assert joined._waiting == []
