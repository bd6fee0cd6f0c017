"""Rows measured by ragas; one that fails, fails all of them.

`ragas.evaluate` is deprecated and turns a failed row into NaN, so metrics are called by themselves.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from eval.runs.errors import RunFailed

T = TypeVar("T")


def scored(
    metric: str, rows: Sequence[T], score: Callable[[T], Awaitable[Any]], named: Callable[[T], str]
) -> list[float]:
    """A value in [0, 1] for each row, in order; raises RunFailed that names the first row to fail."""

    async def everything() -> list[float]:
        return await asyncio.gather(*(_value(metric, named(row), score(row)) for row in rows))

    return asyncio.run(everything())


async def _value(metric: str, row: str, value: Awaitable[Any]) -> float:
    try:
        found = float(await value)
    except Exception as error:
        # Whatever it is: ragas hands on what its parts raise.
        said = " ".join(f"{type(error).__name__}: {error}".split())
        raise RunFailed(f"ragas could not measure the {metric} of {row}: {said}") from error
    if not math.isfinite(found):
        raise RunFailed(f"ragas gives no number for the {metric} of {row}")
    # A cosine may be a little below 0; rounding makes a little more than 1.
    return min(1.0, max(0.0, found))
