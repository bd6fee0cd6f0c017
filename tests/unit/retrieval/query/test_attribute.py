"""The attribute that a question asks of a named thing."""

import pytest

from retrieval.query.attribute import attribute, coded_names, told_in


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Under which licence is LlamaGuard released?", "licence"),
        ("What is the embedding dimension of e5-large-v2?", "dimension"),
        ("what mmlu score did gpt-4 get", "score"),
        ("Which processor is built into the Fieldgate 360?", "processor"),
        ("under which license is beets published", "license"),
        ("Which value of beta should be set in the DPO loss?", "beta"),
        ("what beta value should I use for DPO", "beta"),
        ("what exit code does pytest return", "exit"),
        ("which release is going to drop the CliRunner", ""),
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


def test_an_attribute_is_told_in_one_of_its_forms():
    """A word that merely has the same stem tells another thing."""
    assert told_in("licence", "It is licensed to you.")
    assert told_in("dimension", "384-dimensional vectors")
    assert not told_in("tokenizer", "It reads 512 tokens.")


def test_names_with_figures_are_read_from_the_question():
    """Not amounts, which begin with the figure."""
    assert coded_names("Does e5-large-v2 beat GPT-4 at 128K tokens in 4-bit?") == ["e5-large-v2", "GPT-4"]
