"""The closest sentence: the one that is on the claim's matter."""

import pytest

from serve.support.closest import closest_sentence

EVIDENCE = "Dropout is not applied at inference. Dropout is applied at inference. BERT reads both ways."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("BERT reads text both ways.", "BERT reads both ways."),
        ("Dropout is applied at inference.", "Dropout is applied at inference."),
        ("Dropout is not applied at inference.", "Dropout is not applied at inference."),
        ("Dropout helps large transformers.", ""),
        ("", ""),
    ],
)
def test_most_terms_then_the_same_spelling_decide(claim: str, sentence: str):
    """A sentence's own copy comes before its denial, and too few terms choose none."""
    assert closest_sentence(claim, EVIDENCE) == sentence
