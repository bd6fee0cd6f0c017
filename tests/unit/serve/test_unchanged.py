"""What is said to be changed and stays as it is."""

import pytest

from serve.unchanged import left_as_it_is


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("How does pruning change the layers?", "Pruning removes weights but leaves the layers as they are."),
        (
            "How does prompting update the weights?",
            "Prompting guides the model without changing its weights.",
        ),
        ("why does painting alter the hull", "In painting, the hull itself stays exactly the same."),
        ("How do adapters modify the base model?", "Adapters freeze the base model. They add matrices."),
    ],
)
def test_what_the_same_thing_leaves_alone_is_not_changed(question: str, statement: str):
    """By a denial, by "stays", "leaves" or "freezes"."""
    assert left_as_it_is(question, statement)


def test_who_it_is_may_stand_in_the_heading():
    """A section on the thing need not name it in each sentence."""
    question, said = "Why does drafting distort the output?", "It is faster, and the output stays identical."
    assert left_as_it_is(question, said, "What does drafting do?")
    assert not left_as_it_is(question, said)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("How does distillation change the layers?", "Pruning leaves the layers as they are."),
        (
            "How does pruning change the weights?",
            "Pruning removes weights but leaves the layers as they are.",
        ),
        ("How does pruning change the layers?", "Pruning takes whole layers out."),
        ("What is pruning?", "Pruning leaves the layers as they are."),
    ],
)
def test_another_thing_or_another_part_is_no_contradiction(question: str, statement: str):
    """Who changes and what is changed are both named in the statement."""
    assert not left_as_it_is(question, statement)
