"""Words of which one denies the other, said of the same thing."""

import pytest

from serve.opposites import opposed


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Why are ferries faster than trains?", "Ferries are slower than anything else."),
        (
            "Why are the output tokens of GPT-4 cheaper?",
            "Output tokens: more expensive, since they come singly.",
        ),
        ("Since human rating is the cheapest way", "Human rating — How: by experts; When: last. Expensive."),
        (
            "Why do models recall the middle of a long text best?",
            "The middle of long texts is read less well.",
        ),
        ("Why does it load only the two fast ferries?", "All ferries are loaded, though two are used."),
        ("Why do all eight crews sail?", "Only two crews sail."),
        ("Why are long ferries so much faster than trains?", "Ferries of length are a good bit slower."),
        ("Why does it use several processes?", "It uses a single process with many threads."),
        ("Why are trains three times as expensive as ferries?", "Trains are the cheaper kind."),
        ("Why do they charge twice more for trains than for ferries?", "Trains are the cheaper kind."),
        (
            "Why are facts in the middle of a long text found most reliably?",
            "At the ends they are found, whereas facts in the middle are overlooked.",
        ),
    ],
)
def test_the_opposite_of_the_same_thing(question: str, statement: str):
    """The thing stands before the adjective, at the head of what it is part of, or labels the statement."""
    assert opposed(question, statement)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Why are ferries faster than trains?", "Trains are slower."),
        ("Why are ferries fast?", "Harbours: slow to reach."),
        ("Why are ferries faster than trains?", "Ferries are faster, barges slower."),
        ("Why do all ferries sail?", "Only two crews sail on them."),
        ("Why does it use several threads?", "It uses a single process."),
        ("Why are trains three times as expensive as ferries?", "Ferries are the cheaper kind."),
    ],
)
def test_the_opposite_of_another_thing(question: str, statement: str):
    """What is said of the rival, or of another label, or beside the same word, denies nothing."""
    assert not opposed(question, statement)
