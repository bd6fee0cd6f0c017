"""What a question is about, and whether the material ever mentions it."""

import pytest

from ingest.models import word_list
from ingest.tokens import tokenize
from retrieval.query.focus import named, unmentioned

MATERIAL = "An index speeds up search. A speculative decoder drafts words. Drawbacks: memory, variant heads."
HELD = set(tokenize(MATERIAL))


class Words:
    """MATERIAL as somebody sees who may see it all."""

    def word(self, word: str) -> bool:
        """Every term of it is held."""
        return all(t in HELD for t in tokenize(word))

    def spelled(self, identifier: str) -> bool:
        """As it stands there."""
        return identifier in MATERIAL


def strange(question: str) -> tuple[str, ...]:
    """The unmentioned words of a question over MATERIAL."""
    return unmentioned(question, Words(), word_list())


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
        ("What is a bequest?", ("bequest",)),
    ],
)
def test_a_thing_that_the_material_never_names_is_told(question: str, named: tuple[str, ...]):
    """Asked for by its name, in any form that asks what a thing is or how it works."""
    assert strange(question) == named


def test_each_thing_compared_has_to_be_mentioned():
    """The side that the material never names is told, in small letters too where no dictionary has it."""
    asked = ("How do they differ?", Words(), word_list())
    assert unmentioned(*asked, ("speculative decoder", "HNSW")) == ("HNSW",)
    assert unmentioned(*asked, ("HNSW", "search")) == ("HNSW",)
    assert unmentioned(*asked, ("search", "loguru")) == ("loguru",)
    assert unmentioned(*asked, ("the index", "search heads")) == unmentioned(*asked, ("owls", "index")) == ()


def test_what_is_measured_against_another_has_to_be_mentioned():
    """Either of the two in "is A faster than B", where no dictionary has it."""
    assert strange("Is loguru faster than the decoder?") == ("loguru",)
    assert strange("so, does an index cost less than loguru?") == ("loguru",)
    assert strange("Is the index bigger than an owl?") == ()


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
        "What gain does the index bring?",
        "Which setbacks does memory have?",
        "What libraries can I build a search with?",
        "what is the thing with memory?",
        "What does doubling the search do to memory?",
        "What is the quickest search?",
        "What is it?",
        "what are its shortcomings?",
        "What are memory's shortcomings?",
        "what are the shortcomings of memory",
        "What is the search that somebody picks up?",
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


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is HyDE?", ("HyDE",)),
        ("so what does HyDE do", ("HyDE",)),
        ("HyDE", ("HyDE",)),
        ("How many parameters does Medusa have?", ()),
        ("What is it?", ()),
        ("What is the point of it all?", ()),
    ],
)
def test_a_name_is_no_everyday_word_and_the_thing_that_is_asked_for(question: str, names: tuple[str, ...]):
    """Not where something else is asked of it."""
    assert named(question, word_list()) == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("how do I send the index to Datadog?", ("Datadog",)),
        ("Is there an index app for the iPhone?", ("iPhone",)),
        ("What is the official Docker index of the decoder called?", ("Docker",)),
        ("What does the decoder do with draft_words?", ("draft_words",)),
        ("Can the decoder search an Amazon S3 index?", ("Amazon S3",)),
        ("How fast is a Speculative Thing?", ()),
        ("How fast is a Speculative Reader?", ("Speculative Reader",)),
        ("Does the Decoder draft?", ()),
    ],
)
def test_a_name_that_the_material_lacks_is_told_in_any_question(question: str, names: tuple[str, ...]):
    """Whatever is asked of it; a name of which the material has what tells it is left to the scores."""
    assert strange(question) == names
