"""The date check: year, month and day agree, whatever their order."""

import pytest

from serve.support.dates import date_findings


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("It appeared on 12 March 2021.", "It appeared on March 12, 2021."),
        ("It appeared on March 12th, 2021.", "It appeared on 2021-03-12."),
        ("It appeared in March 2021.", "It appeared on 12 Mar. 2021."),
        ("It appeared in 2021.", "It appeared on 2021-03-12."),
        ("He was born in the 1950s.", "He was born in 1955."),
        ("It reads 1536 dimensions.", "It reads vectors."),
        ("It may fail, and they march on.", "It fails."),
    ],
)
def test_the_same_date_is_found_however_it_is_written(claim: str, evidence: str):
    """A part of a date follows from the whole; a figure that counts something is no year."""
    assert not list(date_findings(claim, evidence))


@pytest.mark.parametrize(
    ("claim", "evidence", "date"),
    [
        ("It appeared in 2020.", "It appeared in 2021.", "2020"),
        ("It appeared in April 2021.", "It appeared in March 2021.", "April 2021"),
        ("It appeared on 13 March 2021.", "It appeared on 12 March 2021.", "13 March 2021"),
        ("It appeared on 2021-03-13.", "It appeared on 12 March 2021.", "2021-03-13"),
        ("It ran in the 1960s.", "It ran in 1955.", "1960s"),
    ],
)
def test_another_date_is_named(claim: str, evidence: str, date: str):
    """As the claim writes it."""
    details = [f.detail for f in date_findings(claim, evidence)]
    assert details == [f"the date {date} is not in the cited words"]
