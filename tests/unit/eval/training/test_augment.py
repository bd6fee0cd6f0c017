"""Rough copies and keyword queries: what they change, and what they keep."""

import random

import pytest

from eval.training import augment
from ingest.tokens import STOP_WORDS

QUESTION = "What is the difference between Processes and Threads?"
PASSAGE = (
    "A process owns memory and file handles. Threads inside one process share that memory, "
    "so switching between threads costs less than switching between processes."
)
SEEDS = range(40)


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


def test_a_slip_changes_one_long_word_and_keeps_the_rest():
    """One word of five letters or more differs by a letter or two; all others stay."""
    for seed in SEEDS:
        before, after = QUESTION.split(), augment._slip(QUESTION, seeded(seed)).split()
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert len(changed) <= 1
        assert all(len(a) >= 5 and abs(len(a) - len(b)) <= 1 for a, b in changed)


def test_slips_do_change_something():
    """Most draws are visible; a swap of two equal letters is not."""
    assert sum(augment._slip(QUESTION, seeded(s)) != QUESTION for s in SEEDS) > len(SEEDS) / 2


def test_without_stop_words_the_others_keep_their_order():
    """What is left is a subsequence of the question without any stop word."""
    left = augment._telegraphic(QUESTION, seeded(0)).split()
    assert left == ["difference", "Processes", "Threads?"]


def test_plain_is_without_capitals_and_marks_but_keeps_terms():
    """The marks inside a term stay: c++, node.js."""
    assert augment._plain("Is Node.js faster than C++?", seeded(0)) == "is node.js faster than c++"


@pytest.mark.parametrize("question", ["Why?", "What is it?", ""])
def test_a_question_that_cannot_be_changed_stays(question: str):
    """No rough copy is ever empty where the question was not."""
    for seed in SEEDS:
        assert bool(augment.rough(question, seeded(seed))) == bool(question)


def test_keywords_are_content_words_of_one_sentence_in_order():
    """Three to six distinct words of a sentence, none a stop word, in the sentence's order."""
    sentences = [s.casefold() for s in PASSAGE.split(". ")]
    for seed in SEEDS:
        words = augment.keywords(PASSAGE, seeded(seed)).split()
        places = [[s.find(w) for w in words] for s in sentences if all(w in s for w in words)]
        assert 3 <= len(words) == len(set(words)) <= 6
        assert not STOP_WORDS & set(words)
        assert any(p == sorted(p) for p in places)


def test_a_passage_without_words_gives_no_keywords():
    """Figures and little words are nothing to search for."""
    assert augment.keywords("It is 12.", seeded(0)) == ""
