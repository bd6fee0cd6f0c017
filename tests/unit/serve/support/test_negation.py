"""The negation check: what one side denies, the other affirms."""

import pytest

from serve.support.negation import negation_findings

DENIES, AFFIRMS = (
    "the claim denies what the cited words affirm",
    "the claim affirms what the cited words deny",
)


@pytest.mark.parametrize(
    ("claim", "sentence", "detail"),
    [
        ("Dropout is not applied in training.", "Dropout is applied in training.", DENIES),
        ("It doesn't need labels.", "It needs labels.", DENIES),
        ("It works without labels.", "It works with labels.", DENIES),
        ("DPO needs a reward model.", "DPO needs no reward model.", AFFIRMS),
        ("It can be resumed.", "It cannot be resumed.", AFFIRMS),
        ("The job resumes.", "The job fails to resume.", AFFIRMS),
        ("It drops nulls.", "It never drops nulls, but it keeps zeros.", AFFIRMS),
    ],
)
def test_a_denial_of_what_the_other_affirms_is_found(claim: str, sentence: str, detail: str):
    """Either way round, and the detail says which."""
    assert [f.detail for f in negation_findings(claim, sentence)] == [detail]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("It does not need labels.", "It works without labels."),
        ("It has no labels.", "It has not any labels."),
        ("It is fast and cheap.", "It is not only fast but also cheap."),
        ("At most 5 layers are frozen.", "No more than 5 layers are frozen."),
        ("It works with labels.", "It does not work without labels."),
        ("Some models are free.", "Not all models are free."),
        ("It does not use labels.", "It lacks labels for use."),
        ("It uses labels.", "It uses labels, although it does not use prompts."),
        ("Dropout is applied in training.", "Dropout is applied in training, not at inference."),
        ("It needs A, while B does not need A.", "B does not need A."),
        ("It is unstable.", "It is not stable."),
    ],
)
def test_denials_that_agree_are_left_alone(claim: str, sentence: str):
    """Equivalents, double negation, other turns of "not", and denials of something else."""
    assert not list(negation_findings(claim, sentence))
