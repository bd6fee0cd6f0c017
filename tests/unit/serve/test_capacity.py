"""Turns: so many at once, so many waiting, and nobody lost."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from serve.capacity import Overloaded, Turns


def run(scene: Callable[[Turns], Awaitable[None]], at_once: int = 1, waiting: int = 1) -> None:
    """Plays a scene on an event loop of its own."""

    async def play() -> None:
        await scene(Turns(at_once, waiting))

    asyncio.run(play())


async def taking(turns: Turns, held: list[int], number: int, leave: asyncio.Event) -> None:
    """Holds a turn until told to leave."""
    async with turns.turn():
        held.append(number)
        await leave.wait()


async def settled() -> None:
    """Every task has gone as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_turns_are_taken_in_order_of_arrival():
    """One holds it, one waits and comes next."""

    async def scene(turns: Turns) -> None:
        held: list[int] = []
        leave = asyncio.Event()
        tasks = [asyncio.create_task(taking(turns, held, n, leave)) for n in range(2)]
        await settled()
        assert held == [0]
        leave.set()
        await asyncio.gather(*tasks)
        assert held == [0, 1]

    run(scene)


def test_who_finds_no_room_is_told_when_to_come_again():
    """At once, without a wait; the longer the queue, the later."""

    async def scene(turns: Turns) -> None:
        leave = asyncio.Event()
        tasks = [asyncio.create_task(taking(turns, [], n, leave)) for n in range(4)]
        await settled()
        with pytest.raises(Overloaded, match="too many") as refused:
            async with turns.turn():
                pass
        assert refused.value.retry_after == 1 + 4 // 2
        leave.set()
        await asyncio.gather(*tasks)

    run(scene, at_once=2, waiting=2)


def test_failures_and_those_who_leave_the_queue_give_their_place_back():
    """Afterwards there is as much room as before."""

    async def scene(turns: Turns) -> None:
        with pytest.raises(ValueError, match="so"):
            async with turns.turn():
                raise ValueError("so")
        leave = asyncio.Event()
        holder, waiter = (asyncio.create_task(taking(turns, [], n, leave)) for n in range(2))
        await settled()
        waiter.cancel()
        await asyncio.wait({waiter})
        held: list[int] = []
        other = asyncio.create_task(taking(turns, held, 2, leave))
        await settled()
        leave.set()
        await asyncio.gather(holder, other)
        assert held == [2]

    run(scene)
