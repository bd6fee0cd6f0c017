"""The attribute that a question asks of a named thing."""

import pytest

from retrieval.query.attribute import attribute


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Under which licence is LlamaGuard released?", "licence"),
        ("What is the embedding dimension of e5-large-v2?", "dimension"),
        ("what mmlu score did gpt-4 get", "score"),
        ("Which processor is built into the Fieldgate 360?", "processor"),
    ],
)
def test_what_is_asked_of_a_named_thing(question: str, noun: str):
    """The last noun of "which ..." and of "what is the ... of"."""
    assert attribute(question) == noun


@pytest.mark.parametrize(
    "question",
    [
        "Which method does Mistral use?",  # told by naming one
        "What is the price of Claude?",  # told by a figure
        "What is a daemon in Linux?",  # what it is, not what it has
        "What are the restrictions of Angular?",  # a list, whose entries need not say the word
        "At what monthly API spend should I start?",  # of no other thing
        "which rope swells in water?",  # of no thing with a name
        "Why is the sky of Norway blue?",
    ],
)
def test_what_answers_need_not_repeat(question: str):
    """Kinds, figures, definitions, lists, and what is asked of nothing that has a name."""
    assert attribute(question) == ""
