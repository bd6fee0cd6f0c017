"""Rewordings: what they change, and the facts that they keep."""

import random
import re
from collections.abc import Callable

import pytest

from eval.training.support import reword
from eval.training.support.prose import Place

SEEDS = range(60)


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


CHANGED = [
    (reword.synonyms, "The broker begins quickly.", "The broker starts rapidly."),
    (reword.spelling_out, "It doesn't wait.", "It does not wait."),
    (reword.spelling_out, "It uses 20% of it.", "It uses 20 percent of it."),
    (reword.spelling_out, "It has three disks.", "It has 3 disks."),
    (reword.spelling_out, "It has 3 disks.", "It has three disks."),
    (reword.shortened, "However, it waits.", "It waits."),
    (reword.shortened, "Note that it waits.", "It waits."),
    (reword.shortened, "For example, to stop it is easy.", "To stop it is easy."),
    (reword.shortened, "The broker (a server) waits.", "The broker waits."),
    (
        reword.shortened,
        "The broker waits for the members of its group, which may be far away.",
        "The broker waits for the members of its group.",
    ),
    (reword.turned, "If the disk is full, the broker waits.", "The broker waits if the disk is full."),
    (
        reword.turned,
        "If the key is null, or is empty, then nothing is returned.",
        "Then nothing is returned if the key is null, or is empty.",
    ),
    (reword.turned, "It reads JSON, YAML, and TOML.", "It reads TOML, JSON and YAML."),
]


@pytest.mark.parametrize(("change", "sentence", "expected"), CHANGED)
def test_a_rewording_says_it_otherwise(change: Callable[..., str], sentence: str, expected: str):
    """Some draw gives these words, and no draw others than these, those between, and the sentence's own."""
    found = {change(sentence, seeded(seed)) for seed in SEEDS}
    assert expected in found
    words = set(re.findall(r"\w+", f"{sentence} {expected}".casefold()))
    assert all(set(re.findall(r"\w+", text.casefold())) <= words for text in found)


KEPT = [
    (reword.synonyms, "The end-to-end job-queue calls use() in lib.get, and `make` too."),
    (reword.spelling_out, "It has 10,000 rows, $5, 2/3, 8:30, 3.5, v2, #4 and 2^32 of 5$."),
    (reword.shortened, "Instead of that it waits."),
    (reword.shortened, "Now that it is there it waits."),
    (reword.shortened, "As a result of that it waits."),
    (reword.turned, "In Go, maps and slices are alike."),
    (reword.turned, "It keeps the counts, current values, and boolean states there."),
    (reword.turned, "If so, it stays."),
]


@pytest.mark.parametrize(("change", "sentence"), KEPT)
def test_a_rewording_leaves_alone_what_it_would_break(change: Callable[..., str], sentence: str):
    """Identifiers, compounds, amounts, versions, and commas that join something else."""
    assert {change(sentence, seeded(seed)) for seed in SEEDS} == {sentence}


def test_a_phrase_in_front_keeps_the_sentence():
    """All of it but its capital stands behind the phrase, and an acronym keeps that too."""
    assert all(reword.casual("It waits.", seeded(s)).endswith(" it waits.") for s in SEEDS)
    assert all(reword.casual("HTTP waits.", seeded(s)).endswith(" HTTP waits.") for s in SEEDS)


def test_rewordings_differ_and_some_change_nothing(manual: list[Place]):
    """The same for the same seed; among sixty draws the sentence itself and many others."""
    sentence = manual[1].sentence
    found = [reword.reworded(sentence, seeded(s)) for s in SEEDS]
    assert found == [reword.reworded(sentence, seeded(s)) for s in SEEDS]
    assert sentence in found
    assert len(set(found)) > 5


FACTS = re.compile(
    r"\d+|\b(?:three|five|seven|two|twelve)\b|(?<= )[A-Z]\w+|\w+\(\)|\bnot\b|\bwithout\b|\bold\b"
)
WRITTEN = {"two": "2", "three": "3", "five": "5", "seven": "7", "twelve": "12"}


def facts(text: str) -> set[str]:
    """Figures, names, calls and denials; a number word is its figure."""
    said = {m[0] for m in FACTS.finditer(text.replace("n't", " not").replace("cannot", "can not"))}
    return {WRITTEN.get(f.casefold(), f) for f in said}


def test_rewordings_keep_the_facts(manual: list[Place]):
    """Whatever is drawn for a sentence of the manual holds its figures, names, calls and denials."""
    for place in manual:
        for seed in SEEDS:
            text = reword.reworded(place.sentence, seeded(seed))
            assert facts(f" {place.sentence}") - facts(f" {text}") <= {place.sentence.split()[0]}, text


def test_two_sentences_are_joined_into_one():
    """Both are there, with one full stop."""
    for seed in SEEDS:
        both = reword.merged("The broker waits.", "The leader leads.", seeded(seed))
        assert both.startswith("The broker waits")
        assert both.endswith("the leader leads.")
        assert both.count(".") == 1
    assert reword.merged("It waits.", "HTTP leads.", seeded(0)).endswith("HTTP leads.")
