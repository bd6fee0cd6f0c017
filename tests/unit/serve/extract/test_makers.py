"""Who made a thing: questions that ask for it, and sentences that tell."""

import pytest

from serve.extract.makers import asks_for_a_maker, names_a_maker, thing_made


@pytest.mark.parametrize(
    "question",
    [
        "Who invented RAG?",
        "who first proposed attention",
        "Who is the author of the style guide?",
        "Which university came up with DPO?",
        "What team developed it?",
        "By whom was it written?",
        "and by whom",
        "Who was it invented by?",
        "and at which company",
        "which company is behind CrewAI",
        "who makes LlamaGuard",
        "Who is the current maintainer of cattrs?",
        "who maintains cattrs",
    ],
)
def test_a_maker_is_asked_for(question: str):
    """A person, a company, a university, in front or at the end."""
    assert asks_for_a_maker(question)


@pytest.mark.parametrize(
    "question",
    ["Who uses RAG?", "Which company has the best prices?", "How do I create an index?", "Who came late?"],
)
def test_who_does_something_else_is_no_maker(question: str):
    """Who uses a thing did not make it."""
    assert not asks_for_a_maker(question)


@pytest.mark.parametrize(
    "text",
    [
        "It was introduced in 2020 by two of them.",
        "Three students wrote it.",
        "A paper by Lewis and others.",
        "Google's BERT reads both ways.",
        "LlamaGuard. Maker: Meta.",
        "Constitutional AI (Anthropic) needs fewer labels.",
        "Attention (Vaswani et al., 2017) came first.",
    ],
)
def test_a_maker_is_named(text: str):
    """By a verb, or by a name where makers' names stand."""
    assert names_a_maker("Who invented Celery?", text)


@pytest.mark.parametrize(
    "text",
    [
        "A tag is created for each commit.",
        "RAG grounds an LLM's output in documents.",
        "Parse documents (PDF, HTML, DOCX).",
        "The next steps showcase Celery's capabilities.",
        "It can be extended by Python programmers, who are developers.",
        "Let's think step by step.",
        "Direct Preference Optimization (DPO) is used by Mistral.",
        "Low-rank adaptation (LoRA) freezes the weights.",
    ],
)
def test_other_names_are_no_makers(text: str):
    """Short forms, formats, and users of a thing."""
    assert not names_a_maker("Who invented Celery?", text)


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Who invented speculative decoding and in which year?", "speculative decoding"),
        ("who started the beets project in what year", "beets project"),
        ("Who is the current maintainer of cattrs?", "cattrs"),
        ("Which team made it?", ""),
    ],
)
def test_what_was_made_is_told_by_the_question(question: str, thing: str):
    """Up to where something else is asked."""
    assert thing_made(question) == thing
