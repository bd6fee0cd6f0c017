"""Overlap: shares of the claim's wording that its evidence holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.support.overlap import bigram_overlap, longest_run, word_overlap

EVIDENCE = "Fine tuning adapts a large pretrained model to one task."


@pytest.mark.parametrize(
    ("claim", "words", "pairs", "run"),
    [
        (EVIDENCE, 1.0, 1.0, 1.0),
        ("Fine-tuning adapts a model.", 1.0, 1.0, 0.75),
        ("Fine-tuning, one task.", 1.0, 2 / 3, 0.5),
        ("A model adapts tuning.", 1.0, 0.0, 1 / 3),
        ("Pruning adapts.", 0.5, 0.0, 0.5),
        ("Model.", 1.0, 1.0, 1.0),
        ("It does.", 0.0, 0.0, 0.0),
    ],
)
def test_shares_count_the_content_terms_of_the_claim(claim: str, words: float, pairs: float, run: float):
    """Stems found anywhere, pairs found near each other in order, and the longest run found as it is."""
    assert word_overlap(claim, EVIDENCE) == pytest.approx(words)
    assert bigram_overlap(claim, EVIDENCE) == pytest.approx(pairs)
    assert longest_run(claim, EVIDENCE) == pytest.approx(run)


def test_a_name_with_a_digit_is_a_term_of_its_own():
    """GPT-4 shares less with GPT-3 than with itself."""
    assert word_overlap("GPT-4", "GPT-3") < word_overlap("GPT-4", "GPT-4") == 1.0


@given(st.text(max_size=80), st.text(max_size=200))
def test_every_share_lies_between_none_and_all(claim: str, evidence: str):
    """Whatever the texts hold, and a claim shares all of itself or says nothing."""
    for share in (word_overlap, bigram_overlap, longest_run):
        assert 0.0 <= share(claim, evidence) <= 1.0
        assert share(claim, claim) in {0.0, 1.0}
