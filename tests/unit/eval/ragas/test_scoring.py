"""A row that cannot be measured is never averaged away."""

import pytest

from eval.ragas.scoring import scored
from eval.runs.errors import RunFailed


async def _half(row: str) -> float:
    """A measure that knows one word only as a failure, and one as no number."""
    if row == "broken":
        raise ValueError("first line\nsecond line")
    return float("nan") if row == "nothing" else 0.5


def test_rows_keep_their_order():
    """Each row has its own value."""

    async def length(row: str) -> float:
        return len(row) / 10

    assert scored("length", ["abc", "a", "ab"], length, str) == [0.3, 0.1, 0.2]


def test_what_rounding_takes_out_of_the_range_is_put_back():
    """A cosine of two unlike texts is a little below 0, one of two alike a little above 1."""

    async def same(row: float) -> float:
        return row

    assert scored("cosine", [-0.01, 1.0000001], same, str) == [0.0, 1.0]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("broken", "ragas could not measure the wit of “broken”: ValueError: first line second line"),
        ("nothing", "ragas gives no number for the wit of “nothing”"),
    ],
)
def test_one_failed_row_fails_all(bad: str, says: str):
    """Whether it raises or is not a number, one line names it."""
    with pytest.raises(RunFailed) as error:
        scored("wit", ["fine", bad, "fine"], _half, lambda row: f"“{row}”")
    assert str(error.value) == says
