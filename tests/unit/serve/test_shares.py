"""All of a number is held against how many of it the material gives."""

import pytest

from serve.shares import only_some

TWO_OF_EIGHT = "It has 46.7B parameters and uses 12.9B of them per token, 2 of its 8 experts."


@pytest.mark.parametrize(
    "question",
    [
        "Why does it run all 8 experts for each token?",
        "why does it send each token through all eight of its experts",
        "how come all of its eight experts are read",
    ],
)
def test_all_of_them_is_contradicted_by_some_of_them(question: str):
    """In figures or in words, with "of its" before the number or behind it."""
    assert only_some(question, TWO_OF_EIGHT)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Why does it run 2 of its 8 experts?", TWO_OF_EIGHT),
        ("Why does it read all 8 layers?", TWO_OF_EIGHT),
        ("Why does it run all 16 experts?", TWO_OF_EIGHT),
        ("Why does it run all 8 experts?", "8 of 8 experts are run."),
        ("Why does it run all experts?", TWO_OF_EIGHT),
    ],
)
def test_another_number_or_another_thing_contradicts_nothing(question: str, statement: str):
    """Nor does the whole of it."""
    assert not only_some(question, statement)
