"""Which words are English."""

import pytest

from ingest.models.english import is_english


@pytest.mark.parametrize("word", ["house", "analyze", "recognising", "hiccups", "venv", "serializer"])
def test_english_words(word: str):
    """Of the model's word list, of either spelling, rare ones, and what computing people say."""
    assert is_english(word)


@pytest.mark.parametrize("word", ["rabbitmq", "diffrence", "Haus", "", "zlib", "docker"])
def test_other_words(word: str):
    """Names, slips, other languages, capitals, and software that is called by an English word."""
    assert not is_english(word)
