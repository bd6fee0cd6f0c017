"""Every message fits into Slack's limits, and says what the answer says."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from serve.slack.blocks import HIDDEN, MAX_SOURCES, answer_message, partial_message, source_text
from serve.slack.dialogs import reason_dialog, reason_given, sources_dialog
from serve.slack.links import deep_link
from serve.types import Answer, Citation, Sentence
from tests.servers.slack.limits import check_message, check_view

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=2000
).filter(str.strip)


def answer(texts: list[str]) -> Answer:
    """Each text as a sentence with a source of its own."""
    cited = tuple(
        Citation(n, f"{t[:300]}.md", t[:500], f"{t[:500]} > {t[:500]}", 0, len(t), t, 0.5)
        for n, t in enumerate(texts, start=1)
    )
    return Answer(
        question="What?",
        status="answered",
        text="\n\n".join(f"{t} [{n}]" for n, t in enumerate(texts, start=1)),
        sentences=tuple(Sentence(t, (n,)) for n, t in enumerate(texts, start=1)),
        citations=cited,
        timings_ms={},
        settings_hash="",
        index_version="",
        notes=tuple(texts),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=60), st.sampled_from(["", "https://rag.example/base/"]))
def test_no_answer_is_too_long_for_slack(texts: list[str], url: str):
    """Whole, growing, and its dialog of sources: what a person's documents hold does not break a limit."""
    made = answer(texts)
    check_message(answer_message(made, "a" * 22, url, True, shareable=True))
    check_message(partial_message(made.text, made.citations, url))
    check_view({**sources_dialog(made.citations, url), "callback_id": ""})


def test_what_has_no_room_is_said():
    """More sources than the list holds, and an answer that goes on."""
    message = str(answer_message(answer(["word " * 60] * 90), "a1", "", False))
    assert f"and {90 - MAX_SOURCES} more" in message
    assert "The answer goes on" in message


def test_hidden_words_are_said_to_be_hidden():
    """A citation without its quote says why it has none."""
    hidden = replace(answer(["Words."]).citations[0], quote="", redacted=True)
    assert source_text(hidden, "", 100).endswith(f"> {HIDDEN}")


def test_a_link_names_document_and_range():
    """Its id is quoted whole, the range counts as the citation does; without a page there is no link."""
    cited = Citation(1, "a b/c&d?.md", "T", "S", 3, 9, "q", 0.5)
    assert deep_link("https://rag.example/", cited) == (
        "https://rag.example/?document=a%20b%2Fc%26d%3F.md&start=3&end=9"
    )
    assert deep_link("", cited) == ""


def test_a_reason_comes_back_as_it_was_given():
    """Answer, choice and comment; no comment is an empty one."""
    view = reason_dialog("a1", "C1 2.0")
    check_view(view)
    chosen = {"selected_option": {"value": "wrong"}}
    sent = {**view, "state": {"values": {"reason": {"value": chosen}, "comment": {"value": {"value": None}}}}}
    assert reason_given(sent) == ("a1", "wrong", "")
