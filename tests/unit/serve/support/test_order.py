"""The order check: what is exchanged or turned round, and what may be moved."""

import pytest

from serve.support.order import order_findings


def objections(claim: str, sentence: str) -> list[str]:
    """What the check says, as text."""
    return [f.detail for f in order_findings(claim, sentence)]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            "The target model proposes tokens and the draft model checks them.",
            "The draft model proposes tokens and the target model checks them.",
        ),
        ("Redis keeps 5 copies on 3 nodes by default.", "Redis keeps 3 copies on 5 nodes by default."),
        ("The model fails because training stops early.", "Training stops early because the model fails."),
        ("Overfitting leads to small data sets.", "Small data sets lead to overfitting."),
    ],
)
def test_exchanged_facts_are_objected_to(claim: str, sentence: str):
    """Two names, two figures, cause and effect: the words are all there, in each other's place."""
    assert len(objections(claim, sentence)) == 1


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Precision and recall rise when it is tuned.", "Recall and precision rise when it is tuned."),
        ("If it fails, the agent retries the call.", "The agent retries the call if it fails."),
        (
            "Because the model fails, training stops early.",
            "Training stops early because the model fails.",
        ),
        ("The cache stores keys, values and masks.", "The cache stores values, masks and keys."),
        ("Training stops early.", "Training stops early because the model fails."),
        ("It works.", "It works because it works."),
    ],
)
def test_what_may_be_moved_is_left_alone(claim: str, sentence: str):
    """Items of a list, a clause put first, a part of the sentence."""
    assert objections(claim, sentence) == []


def test_the_exchanged_terms_are_named():
    """The reason says which two changed places."""
    assert "draft and target" in objections(
        "The target model proposes tokens and the draft model checks them.",
        "The draft model proposes tokens and the target model checks them.",
    )[0].replace("target and draft", "draft and target")
