"""Which words are English."""

import pytest

from ingest.models.english import is_english, reads_english


@pytest.mark.parametrize("word", ["house", "analyze", "recognising", "hiccups", "venv", "serializer"])
def test_english_words(word: str):
    """Of the model's word list, of either spelling, rare ones, and what computing people say."""
    assert is_english(word)


@pytest.mark.parametrize("word", ["rabbitmq", "diffrence", "Haus", "", "zlib", "docker"])
def test_other_words(word: str):
    """Names, slips, other languages, capitals, and software that is called by an English word."""
    assert not is_english(word)


@pytest.mark.parametrize(
    "text",
    [
        "does alembic support mongodb",
        "granian vs gunicorn memory usage",
        "what does pinecone cost per month",
        "HyDE?",
        "",
    ],
)
def test_english_texts(text: str):
    """Half of the words in small letters, whatever "per" is in Italian; none tells nothing."""
    assert reads_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "wie funktioniert die suche in der dokumentation",
        "hoe werkt de zoekfunctie in de documentatie",
        "jak dziala wyszukiwanie",
        "come si installa il programma su un altro computer",
    ],
)
def test_texts_in_other_languages(text: str):
    """By their commonest words, or because few words are English."""
    assert not reads_english(text)
