"""Which words can answer a question for a number or a date."""

import pytest

from serve.extract.figures import (
    asks_for_a_version,
    asks_for_money,
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rent GPUs for LLaMA 3 or Gemini 1.5.", False),
        ("We rent 3 of them.", True),
        ("Keep 5 replicas.", True),
        ("They ask Redis 3 times.", True),
        ("It has an Elo 1200.", True),
    ],
)
def test_the_number_of_a_name_is_no_figure(text: str, told: bool):
    """LLaMA 3 has no three of anything."""
    assert new_figures("How long is it kept?", text) == told


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
        ("context window of LLaMA 3", "context"),
        ("gemini 1.5 pro context length", "context"),
        ("what learning rate works for DPO", "learning rate"),
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
        ("what is the newest release", True),
        ("what happens to RELEASE when no savepoint has that name", False),
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


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("for how many minutes is it kept", "It is kept for 5 minutes.", True),
        ("for how many minutes is it kept", "It is 50-90% cheaper as a rule.", False),
        ("how many days does it take", "It takes a week.", True),
        ("how many days does it take", "That adds 100 ms.", False),
        ("how much memory does it use", "Default: 1024", False),
        ("how much memory does it use", "It fits into 4 GiB.", True),
        ("how many megabytes is the image", "image:24 - major version", False),
    ],
)
def test_a_time_or_a_size_is_told_in_its_unit(question: str, text: str, told: bool):
    """Nothing else is an answer: neither a share for a time nor a bare figure for a size."""
    assert needs_its_measure(question)
    assert fits(question, text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It takes any number of them.", True),
        ("A few hundred will do.", True),
        ("Added in version 2.9.", False),
        ("It is 50% cheaper.", False),
        ("Changed in version 3.0: it takes them.", False),
    ],
)
def test_a_number_in_words_is_one_and_a_version_note_none(text: str, told: bool):
    """Since when there is a thing says not how many there are."""
    assert new_figures("how many does it take", text) == told


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("gpt-4o price per million tokens", True),
        ("how much does a trip cost", True),
        ("how much does caching reduce the cost", False),
        ("how many messages per day", False),
    ],
)
def test_a_price_is_money_and_a_saving_is_none(question: str, asks: bool):
    """How much less is paid is told in per cent."""
    assert asks_for_money(question) == asks


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Updates are processed at least once a month.", True),
        ("It runs nightly.", True),
        ("The index is checked every 30 seconds.", True),
        ("A small model writes the same token in 60-80% of the cases.", True),
        ("Every token is verified.", False),
        ("It is never checked.", False),
    ],
)
def test_how_often_is_told_by_a_frequency(text: str, told: bool):
    """Once a month, nightly, every 30 seconds, a share of the cases; "every token" is none."""
    question = "How often are keys checked?"
    assert new_figures(question, text) is told and fits(question, text) is told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("how many days does it wait?", "See gc.expire in git-config(1) and Section 12.1.", False),
        ("how large is the buffer?", "A proxy that knows no HTTP/1.1 needs more.", False),
        ("how many packages are there?", "A maintainer of packages has four weeks to reply.", False),
        ("how many packages are there?", "There are 40 packages.", True),
        ("how many weeks does it take?", "A maintainer has four weeks to reply.", True),
        ("how large is a chunk?", "Take for example 512 tokens.", True),
        ("how many bitmaps can it use?", "It may have at most one bitmap in use.", True),
        ("how far behind is a standby?", "Typically under one second.", True),
    ],
)
def test_places_and_times_count_nothing(question: str, text: str, told: bool):
    """Where something stands ("git-config(1)", "Section 12.1"), a protocol's version, how long it takes."""
    assert new_figures(question, text) is told


def test_a_price_is_asked_for_by_what_somebody_is_paid():
    """Nothing but money answers it."""
    assert asks_for_money("how much is the leader paid a year?")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Indexes can have up to 32 columns.", False),
        ("It was added in git-worktree(1).", False),
        ("See Section 12.", False),
        ("There since PostgreSQL 9.5.", True),
        ("It needs Python 3.", True),
        ("Added in version 7.", True),
        ("Use v2.", True),
    ],
)
def test_a_version_is_called_one(text: str, named: bool):
    """By its points, its v, its product or what stands before it."""
    assert names_a_version(text) is named


@pytest.mark.parametrize("question", ["How much is sent when I clone it?", "how many stamps are there"])
def test_a_date_in_figures_is_how_many_of_nothing(question: str):
    """A page's stamp answers no question for a number, and "when" inside one asks for no year."""
    stamp = "This page was last modified on 2022-01-16 07:37:35 UTC."
    assert not new_figures(question, stamp) and not fits(question, stamp)
    assert new_figures(question, "It takes 32 megabytes.")
