"""What may be asked: everything in words, in one spelling; the rest is an error that says what to do."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import BadQuestion
from ingest.parsers import normalise
from serve.question import checked_question

LIMIT = 100


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("What is RAG?", "What is RAG?"),
        ("  What\tis \n\r\n RAG?  ", "What is RAG?"),
        ("What is\u00a0RAG?", "What is RAG?"),
        ("What about naïve Bayes, 检索 and 🎉?", "What about naïve Bayes, 检索 and 🎉?"),
    ],
)
def test_white_space_is_collapsed(typed: str, read: str):
    """Line breaks, tabs and no-break spaces of any number are one space; the words stay."""
    assert checked_question(typed, LIMIT) == read


@pytest.mark.parametrize(
    "typed",
    ["nai\u0308ve", "na\u00efve", "na\u00ef\u200bve", "na\u00ad\u00efve", "\ufeffna\u00efve", "naïve\ue000"],
)
def test_one_string_has_one_spelling(typed: str):
    """Composed, decomposed or with invisible characters, a word is the one that documents are stored with."""
    assert checked_question(typed, LIMIT) == "naïve"


@pytest.mark.parametrize("asked", [None, 5, True, ["What is RAG?"], {"question": "x"}, b"What is RAG?"])
def test_what_is_no_text_is_an_error_that_names_its_type(asked: object):
    """A number, list or null from a batch is refused by name, not by a crash."""
    with pytest.raises(BadQuestion, match=type(asked).__name__):
        checked_question(asked, LIMIT)


@pytest.mark.parametrize("asked", ["", " ", "\n\t\r", "\u200b\ufeff", "\u00a0"])
def test_a_question_without_words_is_an_error(asked: str):
    """White space and invisible characters ask nothing."""
    with pytest.raises(BadQuestion, match=r"empty.*ask"):
        checked_question(asked, LIMIT)


def test_length_is_checked_to_the_character():
    """At the limit a question is read; one more is an error that gives both numbers."""
    assert checked_question("x" * LIMIT, LIMIT) == "x" * LIMIT
    with pytest.raises(BadQuestion, match=r"1,101 characters, at most 1,100.*shorten"):
        checked_question("x" * 1101, 1100)


@pytest.mark.parametrize(
    ("char", "name"),
    [("\x00", "0000"), ("\x1b", "001B"), ("\x7f", "007F"), ("\x85", "0085"), ("\ud800", "D800")],
)
def test_control_characters_are_an_error_that_names_them(char: str, name: str):
    """A terminal's escape, a null or half a character is named, so that it can be found and removed."""
    with pytest.raises(BadQuestion, match=rf"U\+{name}.*remove"):
        checked_question(f"What is {char}RAG?", LIMIT)


def test_an_error_is_one_line():
    """Whatever was asked, the message fits on the line that shows it."""
    for asked in (None, "", "\x00", "x" * 101):
        with pytest.raises(BadQuestion) as caught:
            checked_question(asked, LIMIT)
        assert str(caught.value).isprintable()


@settings(deadline=None, max_examples=100, derandomize=True, database=None)
@given(asked=st.text(max_size=60))
def test_what_is_read_is_spelled_like_a_document(asked: str):
    """A checked question is stable, has no line break, and is in the spelling of stored text."""
    try:
        read = checked_question(asked, LIMIT)
    except BadQuestion:
        return
    assert read == normalise.words(read) == unicodedata.normalize("NFC", read) == " ".join(read.split())
    assert checked_question(read, 10 * LIMIT) == read
