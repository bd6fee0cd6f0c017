"""Parts of a sentence as claims: the whole still says them, and a change stays among them."""

import random

import pytest

from eval.training.support.brief import LEAST, MOST, around, brief, clause, span, terse

RNG = random.Random(0)  # noqa: S311 - sampling, not secrets
SENTENCE = "The draft model proposes five tokens, which the target model checks in one pass."


def test_a_clause_ends_where_the_next_hangs_on():
    """What stands before ", which" is asserted by itself; a condition is not."""
    assert clause(SENTENCE, RNG) == "The draft model proposes five tokens."
    assert clause("If the model is small, so is the bill, which is good.", RNG) == ""
    assert clause("The model is small.", RNG) == ""


def test_a_span_is_a_run_of_words():
    """Between LEAST and MOST words, as they stand there, not ending in a stop word."""
    for _ in range(50):
        words = span(SENTENCE, RNG).rstrip(".").split()
        assert not words or LEAST <= len(words) <= MOST
        assert " ".join(words[1:]) in SENTENCE
        assert not words or words[-1] not in ("the", "which", "in")


@pytest.mark.parametrize(
    "sentence", ["It does not work with two cores.", "If it rains, the run stops early."]
)
def test_no_span_of_what_is_denied_or_supposed(sentence: str):
    """A run of words could leave the "not" or the "if" behind."""
    assert span(sentence, RNG) == ""


def test_terse_leaves_out_little_words():
    """Articles go, everything else stays."""
    assert terse("The cache holds a key and the value.", RNG) == "Cache holds key and value."


def test_around_cuts_both_versions_at_the_same_words():
    """The change is in both, framed by the same words; sentences that are the same give nothing."""
    changed = SENTENCE.replace("five", "nine")
    for _ in range(20):
        one, two = around(SENTENCE, changed, RNG)
        assert "five" in one.casefold()
        assert one.casefold().replace("five", "nine") == two.casefold()
    assert around(SENTENCE, SENTENCE, RNG) == ("", "")


def test_around_keeps_a_denial_whole():
    """Words outside of the run that deny would change its meaning: then there is none."""
    sentence = "It is not true that on every machine of the whole cluster the limit is five tokens at once."
    assert all(around(sentence, sentence.replace("five", "nine"), RNG) == ("", "") for _ in range(20))


def test_brief_always_gives_a_claim():
    """A sentence that none of the ways can shorten stays as it is."""
    assert all(brief("It works.", RNG) for _ in range(20))
