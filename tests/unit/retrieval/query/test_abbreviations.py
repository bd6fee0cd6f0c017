"""Questions widened by the corpus's own abbreviations, in both directions, where that helps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.abbreviations import find_abbreviations
from retrieval.query.abbreviations import RARE, expand

DEFINED = {
    "rag": "retrieval-augmented generation",
    "lora": "low-rank adaptation",
    "llm": "large language model",
    "hyde": "hypothetical document embeddings",
}
USED = {"rag": 30, "lora": 20, "llm": 40, "hyde": RARE}
"""All but HyDE are used beyond their definition."""


def added(question: str, frequency: dict[str, int] = USED) -> list[str]:
    """What the question gets."""
    return expand(question, DEFINED, frequency)


@pytest.mark.parametrize("question", ["What is RAG?", "what is rag", "Is (RAG) any", "RAG", "what are RAGs?"])
def test_a_short_form_that_is_all_of_the_question_adds_its_long_form(question: str):
    """In any case of letters, singular or plural, and between any punctuation."""
    assert added(question) == ["retrieval-augmented generation"]


def test_a_short_form_beside_other_words_stands_as_it_is():
    """The corpus uses it, so that it is found; its long form would drown the other words."""
    assert added("How do guardrails for LLMs work?") == []


@pytest.mark.parametrize("frequency", [USED, {}])
def test_a_short_form_of_its_definition_alone_adds_its_long_form(frequency: dict[str, int]):
    """What hardly any passage holds is not found by itself, whatever else the question says."""
    assert added("How does HyDE improve retrieval?", frequency) == ["hypothetical document embeddings"]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Why does Retrieval-Augmented Generation help?", "rag"),
        ("do large language models forget", "llm"),
        ("low-rank adaptation", "lora"),
    ],
)
def test_a_long_form_adds_its_short_form(question: str, short: str):
    """In any case of letters, and where more letters or words follow."""
    assert added(question) == [short]


def test_what_is_there_already_is_not_added():
    """A question that says both forms needs neither."""
    assert added("What is Retrieval-Augmented Generation (RAG)?") == []
    assert added("hypothetical document embeddings, HyDE") == []


@pytest.mark.parametrize("question", ["Why are they fragile?", "average", "documents and embeddings", ""])
def test_a_short_form_inside_a_word_is_no_abbreviation(question: str):
    """Only whole words count, and "fragile" does not ask about "rag"."""
    assert added(question, {}) == []


def test_several_abbreviations_add_their_forms_in_order():
    """Each form once, in the order in which the corpus's abbreviations are listed."""
    found = added("Is LoRA or RAG better, LoRA or large language models?", {})
    assert found == ["retrieval-augmented generation", "low-rank adaptation", "llm"]


def test_a_corpus_that_defines_nothing_adds_nothing():
    """Without definitions a question stays as it is."""
    assert expand("What is RAG?", {}, {}) == []


def test_definitions_are_understood_as_the_index_notes_them():
    """What `ingest.abbreviations` finds in a text widens a question about it both ways."""
    found = find_abbreviations(["We fuse by Reciprocal Rank Fusion (RRF) at the end."])
    assert expand("What does RRF do?", found, {"rrf": 1}) == ["reciprocal rank fusion"]
    assert expand("What does reciprocal rank fusion do?", found, {"rrf": 1}) == ["rrf"]


@settings(deadline=None, max_examples=60, derandomize=True, database=None)
@given(words=st.lists(st.sampled_from([*DEFINED, *DEFINED.values(), "why", "LLMs", "cache"]), max_size=6))
def test_a_widened_question_is_not_widened_again(words: list[str]):
    """Once the other forms are added, a second pass adds nothing."""
    question = " ".join(words)
    for frequency in (USED, {}):
        assert added(" ".join([question, *added(question, frequency)]), frequency) == []
