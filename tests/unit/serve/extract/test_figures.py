"""Which words can answer a question for a number or a date."""

import pytest

from serve.extract.figures import counted, dated


@pytest.mark.parametrize(
    "text", ["It came out in 2017.", "on Friday", "in the 19th century", "two weeks ago", "on May 3"]
)
def test_what_says_when_is_dated(text: str):
    """Years, months, days of the week, centuries, and how long ago."""
    assert dated(text)


@pytest.mark.parametrize("text", ["It may take 512 tokens.", "after 10 epochs", "4,096 neighbours", ""])
def test_other_numbers_say_no_date(text: str):
    """Nor does a verb that is spelt like a month."""
    assert not dated(text)


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("How many layers does it have?", "layers"),
        ("and how many different experts are there", "experts"),
        ("How many are there?", ""),
        ("How much memory?", ""),
        ("How many milliseconds does it add?", ""),
    ],
)
def test_what_is_counted_is_read_from_the_question(question: str, things: str):
    """The noun after "how many"; short words name nothing."""
    assert counted(question) == things
