"""Questions widened by the corpus's own abbreviations, in both directions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.abbreviations import find_abbreviations
from retrieval.query.abbreviations import expand

DEFINED = {
    "rag": "retrieval-augmented generation",
    "lora": "low-rank adaptation",
    "llm": "large language model",
    "kv": "key-value",
}


@pytest.mark.parametrize("question", ["What is RAG?", "what is rag", "Is (RAG) any good", "RAG's parts"])
def test_a_short_form_adds_its_long_form(question: str):
    """In any case of letters and between any punctuation."""
    assert expand(question, DEFINED) == ["retrieval-augmented generation"]


def test_a_long_form_adds_its_short_form():
    """In any case of letters, and where more words follow."""
    assert expand("Why does Retrieval-Augmented Generation help?", DEFINED) == ["rag"]
    assert expand("do large language models forget", DEFINED) == ["llm"]


def test_a_plural_is_the_same_abbreviation():
    """The form with an s is read as the one without."""
    assert expand("How do LLMs fail?", DEFINED) == ["large language model"]


def test_what_is_there_already_is_not_added():
    """A question that says both forms needs neither."""
    assert expand("What is Retrieval-Augmented Generation (RAG)?", DEFINED) == []


@pytest.mark.parametrize("question", ["Why are they fragile?", "Define average", "key and value", ""])
def test_a_short_form_inside_a_word_is_no_abbreviation(question: str):
    """Only whole words count, and "fragile" does not ask about "rag"."""
    assert expand(question, DEFINED) == []


def test_several_abbreviations_add_their_forms_in_order():
    """Each form once, in the order in which the corpus's abbreviations are listed."""
    found = expand("Is LoRA or RAG better, LoRA or large language models?", DEFINED)
    assert found == ["retrieval-augmented generation", "low-rank adaptation", "llm"]


def test_a_corpus_that_defines_nothing_adds_nothing():
    """Without definitions a question stays as it is."""
    assert expand("What is RAG?", {}) == []


def test_definitions_are_understood_as_the_index_notes_them():
    """What `ingest.abbreviations` finds in a text widens a question about it both ways."""
    found = find_abbreviations(["We fuse by Reciprocal Rank Fusion (RRF) at the end."])
    assert expand("What does RRF do?", found) == ["reciprocal rank fusion"]
    assert expand("What does reciprocal rank fusion do?", found) == ["rrf"]


@settings(deadline=None, max_examples=60, derandomize=True, database=None)
@given(words=st.lists(st.sampled_from([*DEFINED, *DEFINED.values(), "why", "LLMs", "cache"]), max_size=6))
def test_a_widened_question_is_not_widened_again(words: list[str]):
    """Once the other forms are added, a second pass adds nothing."""
    question = " ".join(words)
    assert expand(" ".join([question, *expand(question, DEFINED)]), DEFINED) == []
