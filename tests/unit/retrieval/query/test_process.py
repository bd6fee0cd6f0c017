"""Question -> queries: the steps together, in order, and each one off when its setting is."""

import pytest

from retrieval.query.process import ProcessedQuestion, Query, Vocabulary, process
from retrieval.settings import RetrievalSettings

VOCABULARY = Vocabulary(
    frequency={"retrieval": 9, "generation": 4, "adapter": 2, "quantization": 3},
    known=frozenset(["what", "does", "compare", "when", "with", "explain", "work", "differ", "from"]),
    abbreviations={"rag": "retrieval-augmented generation", "lora": "low-rank adaptation"},
)
EVERYTHING = RetrievalSettings()


def read(question: str, *history: str, **changed: bool) -> ProcessedQuestion:
    """The question processed with these settings changed."""
    return process(question, history, VOCABULARY, EVERYTHING.model_copy(update=changed))


def test_a_plain_question_is_one_query():
    """Nothing to mend, expand or take apart: the words are searched as they were typed."""
    found = read("What does quantization cost?")
    assert found == ProcessedQuestion(
        "What does quantization cost?", (Query("What does quantization cost?"),), {}
    )
    assert found.whole.expanded == "What does quantization cost?"


def test_a_comparison_has_a_query_for_each_side_with_the_aspect():
    """Both sides are subjects, each is searched with what is asked about both, and each is expanded."""
    found = read("LoRA vs RAG, when is each one justified?")
    assert [q.text for q in found.queries[1:]] == [
        "LoRA when is each one justified",
        "RAG when is each one justified",
    ]
    assert found.queries[1].expansions == ("low-rank adaptation",)
    assert found.queries[2].expanded.endswith("retrieval-augmented generation")
    assert (found.subjects, found.compares) == (("LoRA", "RAG"), True)


def test_a_double_question_has_a_query_for_each_half_and_no_subjects():
    """The halves of two questions are searched, and none has to be in the material."""
    found = read("What is RAG and how does quantization work?")
    assert [q.text for q in found.queries[1:]] == ["What is RAG", "how does quantization work"]
    assert (found.subjects, found.compares) == ((), False)


def test_two_subjects_side_by_side_are_searched_apart_and_not_compared():
    """A question that explains X and Y has two subjects, of which either may be missing."""
    found = read("Explain RAG and quantization")
    assert found.subjects == ("RAG", "quantization")
    assert [q.text for q in found.queries] == ["Explain RAG and quantization", "RAG", "quantization"]
    assert not found.compares


def test_the_original_is_kept_beside_what_was_read():
    """Corrections are made before anything else, and are reported; the typed question stays."""
    found = read("Compare retreival with quantisation")
    assert found.original == "Compare retreival with quantisation"
    assert found.whole.text == "Compare retrieval with quantization"
    assert found.corrections == {"retreival": "retrieval", "quantisation": "quantization"}
    assert found.subjects == ("retrieval", "quantization")


def test_a_follow_up_is_resolved_before_it_is_taken_apart():
    """The subject of the conversation becomes one side of the comparison."""
    found = read("How does it differ from LoRA?", "What is RAG used for?", "What is quantization?")
    assert found.whole.text == "How does quantization differ from LoRA?"
    assert found.subjects == ("quantization", "LoRA")


@pytest.mark.parametrize(
    ("setting", "question", "whole"),
    [
        ("spelling", "What is retreival?", Query("What is retreival?")),
        ("abbreviations", "What does RAG need?", Query("What does RAG need?")),
        ("decompose", "Compare quantization with an adapter", Query("Compare quantization with an adapter")),
    ],
)
def test_a_setting_switches_its_step_off(setting: str, question: str, whole: Query):
    """With the step off, the question is searched as one query of the words that were typed."""
    assert read(question).queries != (whole,)
    found = read(question, **{setting: False})
    assert found.queries == (whole,)
    assert (found.subjects, found.compares, found.corrections) == ((), False, {})


def test_an_empty_vocabulary_changes_nothing():
    """A corpus of which nothing is known offers neither corrections nor expansions."""
    found = process("What is retreival, RAG?", (), Vocabulary(), EVERYTHING)
    assert found.queries == (Query("What is retreival, RAG?"),)
