"""What a person meant, from what Slack wrote down."""

import pytest

from serve.slack.words import is_greeting, is_question, mentioned, question_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<@UBOT> What is RAG?", "What is RAG?"),
        ("Hey <@UBOT|rag>,  what is &lt;RAG&gt; &amp; co?", "Hey , what is <RAG> & co?"),
        ("see <https://a.b/c|the page> and <https://a.b>", "see the page and https://a.b"),
        ("in <#C1|general> and <#C2>, <!here|@here>", "in #general and #C2, @here"),
        ("<@U2> said so :thinking_face: <!channel>", "@someone said so"),
        ("&amp;lt; is not &lt;", "&lt; is not <"),
    ],
)
def test_the_question_is_plain_words(written: str, meant: str):
    """Mentions of the bot and emoji go, links become their labels, entities characters, each once."""
    assert question_of(written, "UBOT") == meant


def test_mentions_are_found_in_order():
    """With and without a label."""
    assert mentioned("<@U2> and <@UBOT|rag>") == ["U2", "UBOT"]


@pytest.mark.parametrize(
    "said",
    [
        "hi",
        "Hello there!",
        "thanks a lot :)",
        "Good morning everyone",
        "ok, got it",
        "How's it going?",
        "",
        "?!",
    ],
)
def test_greetings_and_thanks_are_known(said: str):
    """They ask for nothing."""
    assert is_greeting(said)


@pytest.mark.parametrize("said", ["hi, what is RAG?", "good rerankers", "is it good?", "RAG", "yes but why"])
def test_questions_are_no_greetings(said: str):
    """However politely they begin."""
    assert not is_greeting(said)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("RAG?", True),
        ("what is RAG", True),
        ("Can we (really)?", True),
        ("The build is green.", False),
        ("whatever", False),
    ],
)
def test_a_question_is_known_by_its_end_or_its_beginning(said: str, asks: bool):
    """Statements are none."""
    assert is_question(said) is asks
