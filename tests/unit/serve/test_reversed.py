"""Comparisons that a question turns round."""

import pytest

from serve.reversed import other_way_round


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        (
            "why are absolute scores steadier than pairwise judging?",
            "Pairwise judging is steadier than absolute scores.",
        ),
        ("Why is rope more durable than wire?", "Rope is less durable than wire."),
        (
            "Since ferries are faster than trains, why wait?",
            "Trains wait. They say trains are faster than ferries.",
        ),
    ],
)
def test_the_sides_or_the_degree_are_exchanged(question: str, statement: str):
    """The same word with the other side first, or less for more."""
    assert other_way_round(question, statement)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        (
            "why are pairwise scores steadier than absolute ones?",
            "Pairwise scores are steadier than absolute ones.",
        ),
        ("Why is rope more durable than wire?", "Rope is less costly than wire."),
        ("Why is rope more durable than wire?", "Hemp is less durable than wire."),
        ("Why is rope durable?", "Wire is more durable than rope."),
        ("Why are ferries faster than trains?", "Trains are slower than ferries."),
        ("", ""),
    ],
)
def test_what_agrees_or_compares_something_else(question: str, statement: str):
    """Another property, another thing, the opposite word with the sides exchanged, or nothing compared."""
    assert not other_way_round(question, statement)
