"""British and American spellings of one word."""

import pytest

from ingest.tokens import tokenize
from ingest.variants import american as spelled


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("licence", "license"),
        ("colours", "colors"),
        ("behaviour", "behavior"),
        ("favourite", "favorite"),
        ("optimise", "optimizing"),
        ("tokenisation", "tokenization"),
        ("analysed", "analyze"),
        ("centre", "centers"),
        ("fibre", "fiber"),
        ("catalogue", "catalog"),
        ("defence", "defense"),
        ("labelling", "labeling"),
        ("programmes", "program"),
        ("grey artefacts", "gray artifacts"),
    ],
)
def test_both_spellings_are_one_term(british: str, american: str):
    """In any form of the word."""
    assert tokenize(british) == tokenize(american)


@pytest.mark.parametrize(
    "word", ["hour", "four", "source", "course", "noise", "analysis", "crisis", "centred", "tour"]
)
def test_words_of_one_spelling_keep_their_letters(word: str):
    """What merely looks alike is left as it is."""
    assert spelled(word) == word
