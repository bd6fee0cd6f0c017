"""Which form of answer a question asks for."""

import pytest

from serve.extract.intent import read_intent


@pytest.mark.parametrize(
    "question",
    [
        "what speedup does caching give?",
        "What MMLU score did the model reach?",
        "what is the cost per month",
        "how many layers does it have",
    ],
)
def test_a_figure_is_asked_for(question: str):
    """By "how many", by a measure that something has, and by "what is the cost"."""
    assert read_intent(question).wants_number


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("gpt-4o-mini price per million input tokens", True),
        ("MMLU score of GPT-4", True),
        ("hosting costs per month", True),
        ("elo rating of gpt-4", True),
        ("What does Mixtral score on MMLU?", True),
        ("what does the small model cost per token", True),
        ("what learning rate is usual", True),
        ("What does the Turbo model charge per million tokens?", True),
        ("Which MMLU score did GPT-4 reach?", True),
        ("false positive rate of llamaguard", True),
        ("which score do people use for programs", False),
        ("why is the price of output tokens higher", False),
        ("cost of a wrong answer", False),
        ("what is the cost of enabling it", False),
        ("why cap how many rounds an agent takes", False),
        ("environment variable for how long it waits", False),
    ],
)
def test_a_price_or_a_score_is_a_figure_in_a_few_words_too(question: str, figure: bool):
    """As typed into a search box; whoever asks why it is so asks for words."""
    assert read_intent(question).wants_number == figure


@pytest.mark.parametrize(
    "question",
    [
        "What is accuracy?",
        "What is latency, and why is it important?",
        "What is the cost function of a tree?",
        "What are the steps to size a pool?",
    ],
)
def test_a_measure_that_is_to_be_explained_is_no_figure(question: str):
    """What a score or a cost function is, is answered in words."""
    assert not read_intent(question).wants_number


@pytest.mark.parametrize(
    "question",
    [
        "show me code for a loop",
        "retry in Python",
        "Which command deletes it?",
        "a JSON example",
        "is there a command that tells how many there are",
        "retry code",
    ],
)
def test_code_is_asked_for(question: str):
    """By its name, its language or what it is an example of."""
    assert read_intent(question).wants_code


@pytest.mark.parametrize(
    "question",
    [
        "which exit code do I get",
        "stop formatting a block of code",
        "what python do I need",
        "status code for it",
        "How much larger does it get as JSON?",
    ],
)
def test_other_codes_are_no_code(question: str):
    """Nor is code that the question only speaks of, or the language that something runs on."""
    assert not read_intent(question).wants_code


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What is a broker?", True),
        ("what does a broker do?", True),
        ("What does TTL mean?", True),
        ("What does the Turbo model charge per million tokens?", False),
    ],
)
def test_a_definition_is_asked_for(question: str, asked: bool):
    """What a thing is, does or means; not whatever else it does."""
    assert read_intent(question).wants_definition == asked
