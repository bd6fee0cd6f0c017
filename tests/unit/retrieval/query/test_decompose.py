"""Several subjects in one question: found by rule, each with what is asked about it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.query.decompose import (
    LONGEST_COMPARISON,
    MAX_PARTS,
    Comparison,
    compared,
    coordinated,
    sub_questions,
)


@pytest.mark.parametrize(
    "question",
    [
        "LoRA vs QLoRA",
        "LoRA versus QLoRA?",
        "What is the difference between LoRA and QLoRA?",
        "what's the distinction between LoRA and QLoRA",
        "Compare LoRA with QLoRA.",
        "Contrast LoRA and QLoRA",
        "How does LoRA differ from QLoRA?",
        "How is LoRA different from QLoRA?",
        "How do LoRA and QLoRA differ?",
        "How does LoRA compare to QLoRA?",
        "Which is cheaper, LoRA or QLoRA?",
        "which is better for agents, LoRA or QLoRA?",
        "When should I use LoRA instead of QLoRA?",
        "Would you prefer LoRA over QLoRA?",
        "How would you choose between LoRA and QLoRA?",
        "What are the trade-offs between the LoRA and QLoRA?",
        "What's the difference between saving memory by LoRA and by QLoRA?",
    ],
)
def test_every_wording_of_a_comparison_names_both_sides(question: str):
    """The two subjects come out bare, without article or punctuation."""
    assert compared(question) == Comparison("LoRA", "QLoRA")


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("LoRA vs QLoRA, when is each one justified?", "when is each one justified"),
        ("Compare LoRA and QLoRA in terms of memory", "in terms of memory"),
        ("What is the difference between LoRA and QLoRA for small GPUs?", "for small GPUs"),
        ("Compare LoRA for small GPUs with QLoRA", "for small GPUs"),
    ],
)
def test_what_is_asked_about_both_is_kept_apart(question: str, aspect: str):
    """The aspect belongs to both sides, whichever it stands beside."""
    assert compared(question) == Comparison("LoRA", "QLoRA", aspect)


@pytest.mark.parametrize(
    "question",
    [
        "What is LoRA?",
        "Explain LoRA and QLoRA",
        "What is the difference between RAG and rag?",
        "How do rerankers work with long documents?",
        "vs",
        "",
        "When should I use LoRA?",
        "Can a fine-tuned model still make up things that nobody taught it, compared to RAG?",
        "Does a fine-tuned model invent things, compared to RAG?",
    ],
)
def test_what_is_no_comparison_is_none(question: str):
    """One subject, one subject twice, or two subjects merely named give no comparison."""
    assert compared(question) is None


@pytest.mark.parametrize("words", ["when use ", "how do a with ", "when should use ", "difference between "])
def test_a_question_of_any_length_is_read_at_once(words: str):
    """The longest question that may be asked is decomposed in far less than a second."""
    question = (words * 4000)[:4000]
    started = time.perf_counter()
    assert compared(question) is None
    coordinated(question)
    sub_questions(question)
    assert time.perf_counter() - started < 0.5
    assert compared("LoRA vs QLoRA, " + "for small GPUs " * 30) is not None
    assert len(question) > LONGEST_COMPARISON


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("Explain HyDE and self-consistency", ("HyDE", "self-consistency")),
        ("Describe HyDE and also the KV cache, please", ("HyDE", "KV cache")),
        ("HyDE & reranking", ("HyDE", "reranking")),
        ("What is HyDE plus reranking?", ("HyDE", "reranking")),
        ("Explain HyDE", ()),
        ("What if the small model and the large one disagree?", ()),
        ("The retriever is fast and the order is poor. What step comes next?", ()),
        ("Explain ... and HyDE", ()),
        ("Is it a or b and c", ()),
        ("I give a talk and need a number: how fast is HyDE?", ()),
        ("We need two things: HyDE and reranking", ("HyDE", "reranking")),
        ("", ()),
    ],
)
def test_two_things_named_side_by_side_are_subjects(question: str, subjects: tuple[str, ...]):
    """Both sides of an "and" are found, bare, and never one that holds no words."""
    assert coordinated(question) == subjects


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("What is RAG and how does reranking work?", ["What is RAG", "how does reranking work"]),
        ("What is RAG? What is LoRA?", ["What is RAG", "What is LoRA"]),
        ("What is RAG? And what is LoRA?", ["What is RAG", "And what is LoRA"]),
        ("What is RAG? And what is the price?", ["What is RAG", "RAG: what is the price"]),
        ("What is RAG, and also why is it used?", ["What is RAG", "why is RAG used"]),
        ("List the stages of RAG and name the tools used", ["List the stages of RAG", "name the tools used"]),
        ("What is RAG? How does it cut its costs?", ["What is RAG", "How does RAG cut its costs"]),
        ("What is RAG and LoRA?", ["What is RAG and LoRA?"]),
        ("What is RAG? Why?", ["What is RAG? Why?"]),
        ("How do input and output guardrails work?", ["How do input and output guardrails work?"]),
    ],
)
def test_questions_in_a_row_are_taken_apart(question: str, parts: list[str]):
    """Whole questions come apart, and none leans on another; what is too short leaves the whole as it is."""
    assert sub_questions(question) == parts


def test_a_list_of_questions_is_not_taken_apart():
    """More parts than are searched apart leave the question whole."""
    question = "What is RAG? " * (MAX_PARTS + 1)
    assert len(sub_questions("What is RAG? " * MAX_PARTS)) == MAX_PARTS
    assert sub_questions(question) == [question]


@settings(deadline=None, max_examples=80, derandomize=True, database=None)
@given(question=st.text(st.sampled_from("ab ,.?:&'vs and or with"), max_size=80))
def test_no_part_is_ever_empty(question: str):
    """Whatever is asked, every subject and every part holds a character that is no punctuation or space."""
    found = compared(question)
    named = (found.first, found.second) if found else ()
    parts = sub_questions(question)
    for words in (*named, *coordinated(question), *(parts if len(parts) > 1 else ())):
        assert words.strip(" .,;:?'\"")
