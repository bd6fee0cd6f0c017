"""Another maker than the one that a question takes for granted."""

import pytest

from serve.attributed import made_by_another

STATEMENTS = [
    "AutoGen, from Microsoft, lets agents converse.",
    "FLAN: 1,836 tasks (Google)",
    "Dolly and Google have nothing in common.",
    "Dolly. Origin: Databricks.",
    "Self-Instruct is written by a model.",
]


@pytest.mark.parametrize(
    ("question", "maker"),
    [
        ("Why did Google design AutoGen for agents?", 0),
        ("How did Databricks put together the FLAN collection?", 1),
    ],
)
def test_the_statement_with_the_other_maker_is_told(question: str, maker: int):
    """It names the thing and a maker, and nothing brings the thing and who is asked for together."""
    assert made_by_another(question, STATEMENTS) == STATEMENTS[maker]


@pytest.mark.parametrize(
    "question",
    [
        "Why did Microsoft design AutoGen?",
        "Why did Google create Dolly?",
        "Why did Google have agents converse?",
        "Why did they design AutoGen?",
        "Why did Google write LangChain?",
        "",
    ],
)
def test_nothing_speaks_against_the_maker(question: str):
    """It is right, or mentioned beside the thing; or the thing or the maker is missing somewhere."""
    assert made_by_another(question, STATEMENTS) == ""
