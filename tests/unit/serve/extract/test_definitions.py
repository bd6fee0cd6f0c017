"""Which words say what a thing is."""

import pytest

from serve.extract.definitions import defines


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What are guardrails in the world of LLMs?", "Guardrails are mechanisms around a model."),
        ("define catastrophic forgetting", "Catastrophic forgetting is the loss of abilities."),
        ("what's PPO?", "The last stage is Proximal Policy Optimization (PPO), which updates the policy."),
        ("what is meant by the context window", "The context window refers to the tokens that fit."),
    ],
)
def test_a_definition_is_known(question: str, text: str):
    """The thing opens the sentence before "is" or the like, or stands in brackets behind its long form."""
    assert defines(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What are the drawbacks of guardrails?", "Guardrails are mechanisms around a model."),
        ("Explain how a gate works", "A gate is a small network."),
        ("What are RLHF's steps?", "Learning from Human Feedback (RLHF) closes that gap."),
        ("what is PPO", "DPO is simpler than PPO."),
        ("What is a gate?", "It is a small network."),
        ("what is it", "It is a small network."),
    ],
)
def test_other_sentences_define_something_else(question: str, text: str):
    """A side of the thing, its course, a sentence about another thing, and "it"."""
    assert not defines(question, text)
