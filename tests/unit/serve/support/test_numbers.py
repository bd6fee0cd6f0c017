"""The number check: the same figure in any spelling is found, another figure or unit is not."""

import pytest

from serve.support.numbers import number_findings
from serve.support.quantities import quantities


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("It costs 5,000 tokens.", "The price is 5k tokens."),
        ("The rate is .5 here.", "The rate is 0.50 here."),
        ("It has 1.5 million users.", "1,500,000 users have it."),
        ("It has twenty-three layers.", "There are 23 layers."),
        ("It holds one hundred and five rows.", "There are 105 rows."),
        ("It grew by ten percent.", "It grew by 10%."),
        ("It is three times faster.", "It is 3× faster."),
        ("It is twice as fast.", "It is 2x as fast."),
        ("Memory falls threefold.", "Memory falls by 3 times."),
        ("Half of the users left.", "50% of the users left."),
        ("It takes 5 milliseconds.", "It takes 5ms."),
        ("It takes 1,000 ms.", "It takes 1 second."),
        ("It needs 16 gigabytes.", "It needs 16GB."),
        ("It takes 10 to 20 ms.", "It takes 10–20 ms."),
        ("It costs $5 million.", "The cost is 5,000,000 dollars."),
        ("It takes 4 and a half million rows.", "It takes 4.5 million rows."),
        ("The window is 512 long.", "The window is 512 tokens."),
        ("About 30% failed.", "29.7% failed."),
        ("More than 50% failed.", "89% failed."),
        ("It takes less than 20 ms.", "It takes 7 ms."),
        ("It is a 70B model.", "Llama-70B is a model."),
    ],
)
def test_the_same_figure_is_found_however_it_is_written(claim: str, evidence: str):
    """Separators, number words, magnitudes, units, ranges and round figures."""
    assert not list(number_findings(claim, evidence))


@pytest.mark.parametrize(
    ("claim", "evidence", "figure"),
    [
        ("It fell by 30%.", "It fell by 20%.", "30%"),
        ("It takes 5 ms.", "It takes 5 seconds.", "5 ms"),
        ("It needs 16 GB.", "It needs 16 MB.", "16 GB"),
        ("It is 3x faster.", "It is 3% faster.", "3x"),
        ("It has 1.5 million users.", "It has 1.5 billion users.", "1.5 million"),
        ("It reads 2000 examples.", "It reads 4000 examples.", "2000"),
        ("It has three layers.", "It has six layers.", "3"),
        ("Powers of 3 are best.", "Powers of 2 are best.", "3"),
        ("More than 50% failed.", "20% failed.", "50%"),
        ("It takes 2 hundred years.", "It takes 2 years.", "2 hundred years"),
        ("It takes 4-20 calls for a task.", "It takes 5-20 calls for a task.", "4"),
        ("It takes three to five examples.", "It takes one to five examples.", "3"),
    ],
)
def test_another_figure_or_unit_is_named(claim: str, evidence: str, figure: str):
    """The detail is a sentence for a person."""
    details = [f.detail for f in number_findings(claim, evidence)]
    assert details == [f"the figure {figure} is not in the cited words"]


@pytest.mark.parametrize(
    "claim",
    [
        "There are three steps.",
        "These two differ.",
        "One of them can fail, and one can see it.",
        "The 21st layer and the second one are frozen.",
        "GPT-4, H100 and RFC 9457 are names.",
        "It runs on Python 3.11.",
        "It was built on 12 March 2021.",
        "2. Freeze the layers.",
        "Freeze the layers [3].",
        "It uses double-precision and half-precision.",
    ],
)
def test_what_counts_nothing_raises_no_alarm(claim: str):
    """Small counts, ordinals, "one", marks of lists and citations; names and dates have their own checks."""
    assert not list(number_findings(claim, "Freeze the layers, then train the head, then merge them."))


def test_a_figure_that_no_float_holds_is_read():
    """It is infinite, and no error."""
    assert [q.value for q in quantities("1e9999 and 10^999 and 99999^99 and 10^6")] == [float("inf")] * 3 + [
        1e6
    ]
