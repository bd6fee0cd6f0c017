"""What a question is about, and whether the material ever mentions it."""

import pytest

from ingest.models import word_list
from ingest.tokens import tokenize
from retrieval.query.focus import named, unmentioned

MATERIAL = "An index speeds up search. A speculative decoder drafts words. Drawbacks: memory, variant heads."
HELD = set(tokenize(MATERIAL))


def strange(question: str) -> tuple[str, ...]:
    """The unmentioned words of a question over MATERIAL."""
    return unmentioned(question, lambda word: all(t in HELD for t in tokenize(word)), word_list())


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("How does an HNSW index work?", ("HNSW",)),
        ("how does beam search work", ("beam",)),
        ("So, please explain perplexity in simple terms", ("perplexity",)),
        ("What is e5large?", ("e5large",)),
        ("What does LSTM stand for?", ("LSTM",)),
        ("Which tokenizer does the decoder use?", ("tokenizer",)),
        ("what salary can I expect?", ("salary",)),
        ("the formula for perplexity", ("perplexity",)),
    ],
)
def test_a_thing_that_the_material_never_names_is_told(question: str, named: tuple[str, ...]):
    """Asked for by its name, in any form that asks what a thing is or how it works."""
    assert strange(question) == named


@pytest.mark.parametrize(
    "question",
    [
        "How does search work?",
        "What is a speculative decoder?",
        "What are drawbacks of memory?",
        "why do networks hallucinate, and which remedy helps?",
        "my bot keeps inventing things",
        "What makes it fast?",
        "Which decoder variant should I use?",
        "what is the thing with memory?",
        "What is it?",
        "what are its shortcomings?",
        "What are memory's shortcomings?",
        "what are the shortcomings of memory",
        "",
    ],
)
def test_other_questions_are_left_to_the_scores(question: str):
    """What the material names, everyday words, and questions that name no thing at all."""
    assert strange(question) == ()


def test_a_mere_part_of_a_long_name_is_not_enough():
    """One strange word among several known ones leaves the question to the scores."""
    assert strange("What is the tokenizer memory index of the speculative decoder?") == ()
    assert strange("Which tokenizer memory did they use?") == ()


def test_forms_of_a_word_count_as_mentioned():
    """`variants` is mentioned where the material says `variant`."""
    assert strange("What are variants?") == ()


def test_names_are_words_that_nobody_uses_every_day():
    """Abbreviations and terms of art, each once; not what everybody says, nor single letters."""
    assert named("What does HyDE do, and what is HyDE in a 2 x 2 table?", word_list()) == ("HyDE",)
    assert named("What can I do about it?", word_list()) == ()
