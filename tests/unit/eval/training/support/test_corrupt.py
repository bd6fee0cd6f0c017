"""Changed sentences: each change changes what it says, and nothing where there is nothing to change."""

import random
import re
from collections.abc import Sequence

import pytest

from eval.training.support.corrupt import CHANGES
from eval.training.support.prose import Place

SEEDS = range(60)
OTHERS = (
    "The Redis team and the HTTP API of Linux call run_all() and `sync`.",
    "Use --dry-run for a test of HTTP.",
)


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


def made(kind: str, sentence: str, others: Sequence[str] = OTHERS) -> set[str]:
    """What sixty draws give."""
    return {CHANGES[kind](sentence, others, seeded(seed)) for seed in SEEDS}


NAMED = [
    ("number", "A pod holds 10 disks.", r"A pod holds (20|100|5|11|15|9) disks\."),
    (
        "number",
        "It has 1,000 rows, or 1.5 times more.",
        r"It has [\d,]+ rows, or 1\.5 times more\.|It has 1,000 rows, or \d+\.\d times more\.",
    ),
    ("number", "In version 3, slots are alike.", r"In version \d+, slots are alike\."),
    ("number", "So 7000, 7001 are ports.", r"So \d+, 7001 are ports\.|So 7000, \d+ are ports\."),
    ("number", "In 2019, it had 8 users.", r"In 2019, it had \d+ users\."),
    ("word_number", "It has three parts.", r"It has (?!three)[a-z]+ parts\."),
    ("date", "It began in 2015.", r"It began in 20(05|11|13|14|16|17|18|22)\."),
    ("date", "It began in June.", r"It began in (?!June)[A-Z][a-z]+\."),
    ("date", "It began on a Friday.", r"It began on a (?!Friday)[A-Z][a-z]+day\."),
    ("unit", "It waits 30 minutes.", r"It waits 30 (ms|seconds|hours|days|weeks|microseconds)\."),
    ("unit", "It keeps 5GB.", r"It keeps 5(KB|MB|TB)\."),
    ("unit", "It is 6x faster.", r"It is 6% faster\."),
    ("unit", "It is 6 times faster.", r"It is 6% faster\."),
    ("name", "Its Kafka broker is fast.", r"Its (Redis|Linux) broker is fast\."),
    ("name", "Its SQL part is fast.", r"Its (HTTP|API) part is fast\."),
    ("code", "Call stop_all() first.", r"Call (run_all|`sync`|--dry-run)(\(\))? first\."),
    ("term", "A replica waits.", r"A (sockets|latches) waits\."),
    ("negation", "It does not wait.", r"It does wait\."),
    ("negation", "You can't wait.", r"You can wait\."),
    ("negation", "You can’t wait.", r"You can wait\."),
    ("negation", "It won't wait, I cannot.", r"It will wait, I cannot\."),
    ("negation", "It is open.", r"It is (not|never) open\."),
    ("negation", "It starts without a disk.", r"It starts with a disk\."),
    ("quantifier", "Some members may usually wait.", r"Some members (must usually|may always) wait\."),
    ("quantifier", "It keeps a few rows.", r"It keeps all rows\."),
    ("comparison", "It needs more disks.", r"It needs less disks\."),
    (
        "comparison",
        "A list is faster than a tree.",
        r"A tree is faster than a list\.|A list is slower than a tree\.",
    ),
    (
        "cause",
        "The index is small because old rows go away.",
        r"Old rows go away because the index is small\.",
    ),
    (
        "cause",
        "The broker stops before the last member leaves.",
        r"The last member leaves before the broker stops\.",
    ),
    ("swap", "It moves 5 rows to 7 disks.", r"It moves 7 rows to 5 disks\."),
    ("swap", "The `a` call needs the `b` call.", r"The `b` call needs the `a` call\."),
    ("swap", "They moved from Kafka to Redis.", r"They moved from Redis to Kafka\."),
    ("swap", "A server sends it to the client.", r"A client sends it to the server\."),
]


@pytest.mark.parametrize(("kind", "sentence", "changed"), NAMED)
def test_a_change_changes_what_its_name_says(kind: str, sentence: str, changed: str):
    """Every draw is the sentence with that one thing changed, and never the sentence itself."""
    others = ("Some sockets and other sockets met latches on latches of a replica of the replica.",)
    found = made(kind, sentence, others if kind == "term" else OTHERS)
    assert sentence not in found
    assert [text for text in found if not re.fullmatch(changed, text)] == []


NOTHING = [
    ("number", "It has no figures, v2 and utf8 aside, since 2015."),
    ("word_number", "It has one part."),
    ("date", "It may wait for 12 days."),
    ("unit", "It waits for minutes."),
    ("name", "The broker waits."),
    ("name", "The Redis team and HTTP API of Linux wait."),
    ("code", "The broker waits."),
    ("code", "Call run_all and sync() and --dry-run first."),
    ("term", "A replica waits."),
    ("negation", "Nobody waits here."),
    ("negation", "It is so whether it works or not."),
    ("quantifier", "The broker waits, it can't stop."),
    ("comparison", "The broker waits."),
    ("cause", "The broker waits for a while."),
    ("cause", "It is so because of it."),
    ("swap", "It moves 5 rows and 5 disks."),
    ("swap", "It runs on Kafka and Redis."),
    ("swap", "It runs on Kafka, Pulsar, or Redis."),
]


@pytest.mark.parametrize(("kind", "sentence"), NOTHING)
def test_nothing_to_change_gives_nothing(kind: str, sentence: str):
    """An empty sentence, whatever the draw."""
    assert made(kind, sentence) == {""}


def test_a_figure_is_another_one_even_when_it_is_rounded():
    """Half of 0.1 is written 0.1 again: then another figure is drawn."""
    assert "It is 0.1 wide." not in made("number", "It is 0.1 wide.")
    assert "It has 0 rows." not in made("number", "It has 0 rows.")


def test_not_only_is_no_denial():
    """Without its "not", the sentence would say the same."""
    assert made("negation", "It not only works but has a plan.") == {
        "It not only works but has not a plan.",
        "It not only works but has never a plan.",
    }


def test_a_comparison_is_not_cut_inside_a_word_or_figure():
    """The mark behind "than" ends a clause: that of 3.5 or Node.js does not."""
    for sentence in ("It runs more than 3.5 times.", "It has more speed than Node.js has."):
        assert made("comparison", sentence) == {sentence.replace("more", "less")}


def test_a_name_elsewhere_in_backticks_or_called_is_the_same_name():
    """`sync`, sync() and sync are no other identifiers for each other."""
    assert made("code", "Call `sync` first.", ("Then sync() waits for `sync()`.",)) == {""}


@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_finds_something_in_the_manual(kind: str, manual: list[Place]):
    """Each of the twelve changes some sentence of eight, the same way for the same seed."""
    args = [(p.sentence, (*p.before, *p.after, *p.elsewhere)) for p in manual]
    found = [[CHANGES[kind](*a, seeded(n)) for a in args] for n in (1, 1)]
    assert any(found[0])
    assert found[0] == found[1]
    assert all(text != sentence for text, (sentence, _) in zip(found[0], args, strict=True))
