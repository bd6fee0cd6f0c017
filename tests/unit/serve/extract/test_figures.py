"""Which words can answer a question for a number or a date."""

import pytest

from serve.extract.figures import (
    asks_for_a_version,
    counted,
    dated,
    fits,
    measured,
    names_a_version,
    near_a_figure,
    needs_its_measure,
    new_figures,
)


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
        ("How many model calls does an agent make?", "calls"),
        ("how many examples I need", "examples"),
        ("how many times faster is it?", ""),
        ("how many of these topics will come up?", ""),
        ("How many are there?", ""),
        ("How much memory?", ""),
        ("How many milliseconds does it add?", ""),
    ],
)
def test_what_is_counted_is_read_from_the_question(question: str, things: str):
    """The last noun before the verb, else the one after "how many"; short words name nothing."""
    assert counted(question) == things


@pytest.mark.parametrize(
    ("question", "fitting", "other"),
    [
        ("By how much can caching lower my bill?", "50–90% cheaper", "it costs $10 a million"),
        ("How much does quantization save?", "It is 4x smaller.", "It costs $10."),
        ("What does GPT-4 cost?", "It costs $10.", "It is 4x smaller."),
        ("What does GPT-4 charge?", "It costs $10.", "It is 4x smaller."),
        ("What does a mile cost?", "45 pence", "for 45 people"),
        ("How long does it take?", "in 20 ms", "for 20 people"),
        ("How long does it take?", "some hours, or days", "some of the data"),
    ],
)
def test_a_figure_fits_what_is_asked(question: str, fitting: str, other: str):
    """A price for a cost, a time for a duration, and for a change, of a cost too, a share or a factor."""
    assert fits(question, fitting)
    assert not fits(question, other)


def test_hours_are_a_figure_of_how_long_it_takes():
    """A time in words tells how long, and nothing else."""
    assert new_figures("How long does retraining take?", "Retraining takes hours or days.")
    assert not new_figures("How many GPUs does retraining take?", "Retraining takes hours or days.")
    assert new_figures("How many GPUs does retraining take?", "It takes 8 of them.")


@pytest.mark.parametrize(
    ("thing", "text", "near"),
    [
        ("experts", "Two out of 8 large experts are active", True),
        ("layers", "Layers: 12", True),
        ("layers", "BERT: 512 tokens", True),
        ("pages", "three minutes (180 seconds) per page", False),
        ("people", "up to eight hours a week if they do not compete; tell the People team", False),
        ("people", "It took 40 days. People were glad.", False),
    ],
)
def test_a_figure_counts_what_it_stands_beside(thing: str, text: str, near: bool):
    """A few words away in the same sentence and not "per" it; a text without the thing leaves it open."""
    assert near_a_figure(thing, text) == near


def test_shares_and_money_count_nothing():
    """How many there are is said by neither; a part of a whole may be said in words."""
    assert not new_figures("How many chunks overlap?", "Caching costs 50-90% less, or $10K a month.")
    assert new_figures("How many chunks overlap?", "Some 50-100 overlap.")
    assert new_figures("How many crowns is a berth?", "A berth is 300 crowns.")
    assert new_figures("What share is trained?", "Under one percent of all.")


def test_a_word_for_some_of_what_was_named_is_no_figure():
    """ "The first three" are known from the text before; "three masts" are not."""
    assert not new_figures("What is the best size?", "Of these rows the first three, and all five, matter.")
    assert new_figures("How many masts has it?", "It has three masts.")


def test_a_share_is_answered_by_a_share():
    """As a price is by money: nothing else will do."""
    assert needs_its_measure("How accurate is it, in percent?")
    assert needs_its_measure("What does a berth cost? What is the price?")
    assert needs_its_measure("What score does it reach?")
    assert needs_its_measure("gpt-4o price per million tokens")
    assert not needs_its_measure("How accurate is it?")


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("context window of LLaMA 3", "context window"),
        ("What is the Elo rating of GPT-4?", "Elo rating"),
        ("the dimension of BGE-large", "dimension"),
        ("maximum length of a name", ""),
        ("how long is the context", ""),
    ],
)
def test_a_measure_is_called_by_its_name(question: str, measure: str):
    """Not by what is only the largest or the usual one."""
    assert measured(question) == measure


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which minimum Python version does it need?", True),
        ("oldest redis version for this", True),
        ("which version control do they use", False),
        ("how do I pin a version", False),
    ],
)
def test_a_version_is_asked_for(question: str, asked: bool):
    """Which one, the oldest, the newest."""
    assert asks_for_a_version(question) == asked


@pytest.mark.parametrize(
    ("text", "named"),
    [("Since 3.1.", True), ("PROXY v1 headers", True), ("the newest", False), ("b2b", False)],
)
def test_a_version_is_a_figure(text: str, named: bool):
    """Of whatever parts, with a v or without."""
    assert names_a_version(text) == named
