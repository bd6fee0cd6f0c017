"""The quantifier check: stronger than the evidence is a finding, weaker is not."""

import pytest

from serve.support.quantifiers import quantifier_findings


@pytest.mark.parametrize(
    ("claim", "sentence", "said"),
    [
        ("All models support tools.", "Some models support tools.", "some where the claim says all"),
        ("Every model is free.", "Not every model is free.", "not every where the claim says every"),
        ("It always helps.", "It often helps.", "often where the claim says always"),
        ("Keys must rotate.", "Keys can rotate.", "can where the claim says must"),
        ("It will fail.", "It may fail.", "may where the claim says will"),
        ("It never fails.", "It rarely fails.", "rarely where the claim says never"),
        ("It only reads text.", "It mostly reads text.", "mostly where the claim says only"),
    ],
)
def test_a_stronger_word_is_found(claim: str, sentence: str, said: str):
    """The detail gives both words."""
    assert [f.detail for f in quantifier_findings(claim, sentence)] == [f"the cited words say {said}"]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Some models support tools.", "All models support tools."),
        ("Not all models are free.", "Some models are free."),
        ("It does not help at all models.", "Some models help."),
        ("Keys must rotate.", "Keys can only rotate."),
        ("All models are free.", "All models are free, and some models are open."),
        ("All tools are free.", "Some models have free tools."),
    ],
)
def test_weaker_or_equal_words_are_left_alone(claim: str, sentence: str):
    """What holds for all holds for some; another noun is another matter."""
    assert not list(quantifier_findings(claim, sentence))
