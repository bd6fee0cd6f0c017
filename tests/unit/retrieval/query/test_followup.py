"""Follow-up questions stand alone after rewriting; questions that stand alone are left as they are."""

import pytest

from retrieval.query.followup import leans_on_history, standalone, topic, unresolved

EARLIER = ["How does speculative decoding work?"]


@pytest.mark.parametrize(
    ("question", "earlier", "alone"),
    [
        ("Why is it needed?", "What is RLHF?", "Why is RLHF needed?"),
        ("which models use it?", "What is DPO?", "which models use DPO?"),
        ("What are its disadvantages?", "Explain quantization", "What are quantization's disadvantages?"),
        ("How do I avoid that in production?", "What is drift?", "How do I avoid drift in production?"),
        ("How do I train them?", "What are reward models?", "How do I train reward models?"),
        ("How does that differ from LoRA?", "Explain MoE", "How does MoE differ from LoRA?"),
    ],
)
def test_a_pronoun_gives_way_to_the_subject(question: str, earlier: str, alone: str):
    """It, its, them and that become what the earlier question was about."""
    assert standalone(question, [earlier]) == alone


@pytest.mark.parametrize(
    ("question", "earlier", "alone"),
    [
        ("and on the output?", "Which checks run on the input?", "Which checks run on the output?"),
        ("what about Gemini?", "How large is the window of Claude?", "How large is the window of Gemini?"),
        ("and for images?", "Which metrics are there for text?", "Which metrics are there for images?"),
    ],
)
def test_an_elliptic_question_takes_the_place_of_its_parallel(question: str, earlier: str, alone: str):
    """The phrase replaces the earlier question's phrase of the same preposition, or its last one."""
    assert standalone(question, [earlier]) == alone


@pytest.mark.parametrize("question", ["Why?", "Any downsides?", "Tell me more", "How much memory?"])
def test_anything_else_gets_the_subject_in_front(question: str):
    """Words that say nothing by themselves are searched together with the subject."""
    assert standalone(question, EARLIER) == f"speculative decoding work: {question}"


@pytest.mark.parametrize(
    "question",
    [
        "What is LoRA?",
        "what are agents",
        "Who made LLaMA?",
        "Define RAG",
        "What is quantization?",
        "How should documents be chunked?",
        "Is it true that RAG replaces fine-tuning?",
        "Which models are there that can call tools so that agents work?",
        "Name a method that reduces memory",
        "And what is dark knowledge?",
        "ok, who was Turing",
    ],
)
def test_a_question_with_a_subject_of_its_own_is_left_alone(question: str):
    """Changing the subject in a conversation, however briefly, does not drag the old one along."""
    assert not leans_on_history(question)
    assert standalone(question, EARLIER) == question


@pytest.mark.parametrize("question", ["What is next?", "What is better?", "Why?", "What else?", "And LoRA?"])
def test_a_short_question_without_a_subject_leans(question: str):
    """A question word and an adjective name nothing that could be searched."""
    assert leans_on_history(question)


@pytest.mark.parametrize(
    ("question", "pronoun"),
    [
        ("What are its steps?", "its"),
        ("why is it needed", "it"),
        ("how do they work?", "they"),
        ("What is RAG and what are its steps?", ""),
        ("Is it better to use RAG or fine-tuning?", ""),
        ("What is RAG?", ""),
    ],
)
def test_a_pronoun_that_stands_for_nothing_is_told(question: str, pronoun: str):
    """With nothing before it that it could stand for, and next to nothing behind it."""
    assert unresolved(question) == pronoun


def test_without_a_history_nothing_is_rewritten():
    """The first question is searched as it was asked, pronouns and all."""
    assert standalone("Why is it needed?", []) == "Why is it needed?"


def test_a_chain_of_follow_ups_keeps_its_subject():
    """Follow-ups in between are passed over until a question that stood by itself."""
    history = ["What is RLHF used for?", "What is DPO?", "why is it needed?", "and how fast?"]
    assert standalone("Who uses it?", history) == "Who uses DPO?"


def test_a_history_of_follow_ups_alone_begins_with_the_first():
    """Where none stood by itself, the first question is the best guess."""
    assert standalone("Who uses it?", ["and rerankers?", "why?"]).startswith("Who uses rerankers")


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("What is a mixture of experts, and why does it help?", "mixture of experts"),
        ("Please explain the KV cache", "KV cache"),
        ("How do you reduce hallucinations?", "reduce hallucinations"),
        ("LoRA", "LoRA"),
        ("what is the?", "what is the?"),
    ],
)
def test_the_topic_is_what_the_frame_leaves(question: str, about: str):
    """Question words, articles and later clauses go; a question of nothing else stays whole."""
    assert topic(question) == about
