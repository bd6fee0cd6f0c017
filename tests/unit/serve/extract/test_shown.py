"""What an answer has to show, and what shows it."""

import pytest

from serve.extract.shown import has_to_show


@pytest.mark.parametrize(
    ("question", "shows", "lacks"),
    [
        ("Which command-line flag turns it on?", "Start it with --fast.", "vLLM and TensorRT-LLM offer it."),
        ("what switch of nox lists the sessions", "Use -l for that.", "It's a well-known option."),
        ("Which flag makes a parameter boolean?", "Set is_flag=True.", "A flag is a boolean option."),
        ("which environment variable holds the key", "Set RAG_LLM_KEY.", "The key comes from outside."),
        ("how do i install langgraph on windows", "pip install langgraph", "LangGraph offers agents."),
        ("install nemo guardrails", "It is a package of its own.", "Guardrails steer a conversation."),
    ],
)
def test_what_is_asked_for_is_shown(question: str, shows: str, lacks: str):
    """A flag or a variable by its characters, an installation by its words."""
    told = has_to_show(question)
    assert told is not None
    assert told(shows)
    assert not told(lacks)


@pytest.mark.parametrize(
    "question",
    [
        "Which option is cheaper?",
        "why should i install it in a virtual environment",
        "What does the --fast flag do?",
        "is there a switch case statement",
        "what happens when an install fails",
        "Wie installiere ich LangGraph?",
    ],
)
def test_other_questions_may_be_answered_by_anything(question: str):
    """Those that name a flag, weigh options, or speak of an installation."""
    assert has_to_show(question) is None
