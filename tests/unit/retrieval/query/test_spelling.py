"""Typing errors: mended from the corpus's own words, and nothing else is touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.models import word_list
from retrieval.query.spelling import correct

FREQUENCY = {
    "retrieval": 9,
    "reranking": 5,
    "quantization": 4,
    "chunk": 8,
    "chunks": 3,
    "token": 7,
    "adapter": 2,
    "naïve": 1,
    "lora": 6,
    "llm": 9,
    "moe": 5,
}
KNOWN = frozenset({"what", "model", "taken", "broken", "pro"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("retreival", "retrieval"),
        ("rerankign", "reranking"),
        ("quantisation", "quantization"),
        ("quantzation", "quantization"),
        ("tokn", "token"),
        ("tokenn", "token"),
        ("toekn", "token"),
        ("adaptr", "adapter"),
        ("etoken", "token"),
        ("naive", "naïve"),
    ],
)
def test_one_slip_is_mended(typed: str, meant: str):
    """A letter left out, added, mistyped or swapped with its neighbour is put right and reported."""
    assert correct(f"What is {typed}?", FREQUENCY, KNOWN) == (f"What is {meant}?", {typed: meant})


def test_long_words_may_hold_two_slips_and_short_ones_one():
    """Two edits are read from eight letters on; in a shorter word they would make another word of it."""
    assert correct("qantizatoin", FREQUENCY, KNOWN)[1] == {"qantizatoin": "quantization"}
    assert correct("tkoenn", FREQUENCY, KNOWN) == ("tkoenn", {})
    assert correct("qntzatoin", FREQUENCY, KNOWN)[1] == {}


def test_few_people_mistype_the_first_letter():
    """A wrong first letter is read where it is the only slip."""
    assert correct("wuantization", FREQUENCY, KNOWN)[1] == {"wuantization": "quantization"}
    assert correct("wuantizaton", FREQUENCY, KNOWN)[1] == {}


@pytest.mark.parametrize("word", ["retrieval", "model", "taken", "Token", "MODEL", "broken"])
def test_known_words_are_left_alone(word: str):
    """Neither a word of the corpus nor one of the model's word list is an error, in any case of letters."""
    assert correct(word, FREQUENCY, KNOWN) == (word, {})


@pytest.mark.parametrize("words", ["mos lro", "chunk5 k8s", "v1.5 gpt-4o", "tokenizers", "42", "", "🎉 检索"])
def test_what_is_too_short_or_no_word_is_left_alone(words: str):
    """Words of fewer than four letters, parts of names with digits, and far words stay as typed."""
    assert correct(words, FREQUENCY, KNOWN) == (words, {})


def test_a_plural_is_no_typing_error_of_its_singular():
    """A word with an s behind a corpus word is read as it stands; so is one behind a short known word."""
    assert correct("adapters", FREQUENCY, KNOWN) == ("adapters", {})
    assert correct("pros", {**FREQUENCY, "proj": 3}, KNOWN) == ("pros", {})


def test_the_nearest_word_wins_then_the_same_first_letter_then_the_commoner():
    """Fewer edits go first, then the same first letter, then the word that more passages hold."""
    frequency = {"planning": 1, "plannings": 9, "scanning": 9}
    assert correct("plannin", frequency, ())[1] == {"plannin": "planning"}
    assert correct("cache", {"bache": 9, "cachy": 1}, ())[1] == {"cache": "cachy"}
    assert correct("cachx", {"cachy": 1, "cacht": 9}, ())[1] == {"cachx": "cacht"}


def test_a_compound_typed_as_one_word_gets_its_hyphen():
    """Where the corpus has both halves; a name with a capital inside, and a word with one half, stay."""
    frequency = {"fine": 3, "tuning": 5, "task": 2, "weaver": 2, "finet": 1, "uning": 1}
    assert correct("finetuning costs", frequency, ())[0] == "fine-tuning costs"
    assert correct("TaskWeaver or finecost", frequency, ()) == ("TaskWeaver or finecost", {})


def test_every_error_of_a_question_is_mended():
    """Several words are mended at once; punctuation and the other words stay where they are."""
    text, replaced = correct("Compare retreival, and (rerankign)!", FREQUENCY, {"compare"})
    assert text == "Compare retrieval, and (reranking)!"
    assert replaced == {"retreival": "retrieval", "rerankign": "reranking"}


def test_without_a_vocabulary_nothing_is_mended():
    """An empty corpus has no words to offer."""
    assert correct("retreival", {}, ()) == ("retreival", {})


@settings(deadline=None, max_examples=60, derandomize=True, database=None)
@given(words=st.lists(st.sampled_from([*FREQUENCY, *sorted(word_list())[::400]]), max_size=6))
def test_known_questions_come_back_unchanged(words: list[str]):
    """A question of words that the corpus or the packaged word list knows is never rewritten."""
    question = " ".join(words)
    assert correct(question, FREQUENCY, word_list()) == (question, {})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("best chunk sz", "best chunk size"),
        ("how dose it work", "how does it work"),
        ("diff b/w a and b", "difference between a and b"),
        ("what dose of it", "what dose of it"),
        ("a/b w/o u-turns", "a/b without u-turns"),
    ],
)
def test_shorthand_is_written_out(typed: str, meant: str):
    """As people type on a phone, whole words alone."""
    assert correct(typed, {}, word_list())[0] == meant


def test_shorthand_that_the_corpus_writes_itself_is_left_alone():
    """ "diff" is a command in the manual of one."""
    assert correct("diff of two files", {"diff": 9}, word_list()) == ("diff of two files", {})


def test_another_form_of_a_known_word_is_no_typing_error():
    """ "invent" stands in no list, but "invented" does; a stem of a few letters tells nothing."""
    assert correct("invent", {"intent": 3}, frozenset({"invented"})) == ("invent", {})
    assert correct("tunning", {"tuning": 3}, frozenset({"tun"}))[1] == {"tunning": "tuning"}


def test_a_compound_of_the_corpus_is_mended_as_one_word():
    """Where the corpus writes it with a hyphen and the question without, slip and all."""
    frequency = {"fine": 3, "tuning": 3, "fine-tuning": 3}
    assert correct("fintuning", frequency, ())[1] == {"fintuning": "fine-tuning"}
    assert correct("finetuning", frequency, ())[1] == {"finetuning": "fine-tuning"}
