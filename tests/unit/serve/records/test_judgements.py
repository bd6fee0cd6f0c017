"""Preference pairs and figures from what people did with answers."""

from collections.abc import Callable

import pytest

from serve.records.pairs import pair_fields, pairs
from serve.records.proxies import Proxies, proxies
from serve.records.store import Records
from serve.types import Answer

Make = Callable[..., Answer]


@pytest.fixture
def ask(records: Records, answer: Make, clock: Callable[[], float]) -> Callable[..., str]:
    """Keeps an answer, a minute after the one before."""

    def keep(question: str, text: str, conversation: str | None = None, **more: object) -> str:
        clock.now += 60  # type: ignore[attr-defined]
        who = {"asker": "a", "groups": ("everyone",), "status": "answered", **more}
        made = answer(question, text, who.pop("status"))
        return records.keep_answer(made, **who, conversation=conversation, channel="http")  # type: ignore[arg-type]

    return keep


def found(records: Records) -> list[tuple[str, str]]:
    """Chosen and rejected text of every pair."""
    made = map(pair_fields, pairs(records.all_answers(), records.all_feedback()))
    return [(p["chosen"], p["rejected"]) for p in made]


def test_a_helpful_answer_is_preferred_to_an_unhelpful_one(records: Records, ask: Callable[..., str]):
    """The same question in other case; a thumb down and an "ask again" both reject, with the reason."""
    for text, verdict in (("Good.", "helpful"), ("Bad.", "not helpful"), ("Worse.", "ask again")):
        records.feedback(ask("What is RAG?" if text == "Good." else "what  is rag?", text), verdict, "wrong")
    assert found(records) == [("Good. [1]", "Bad. [1]"), ("Good. [1]", "Worse. [1]")]
    first = pair_fields(next(pairs(records.all_answers(), records.all_feedback())))
    assert (first["prompt"], first["reason"]) == ("What is RAG?", "wrong")
    assert first["chosen_quotes"] == ["Cats purr at night."]


def test_no_pair_comes_of_other_questions_groups_or_words(records: Records, ask: Callable[..., str]):
    """Another question, another set of groups, the same words, or people who disagree make no pair."""
    records.feedback(ask("What is RAG?", "Good."), "helpful")
    records.feedback(ask("What is BM25?", "Bad."), "not helpful")
    records.feedback(ask("What is RAG?", "Bad.", groups=("everyone", "staff")), "not helpful")
    records.feedback(ask("What is RAG?", "Good."), "not helpful")
    disputed = ask("What is RAG?", "Disputed.")
    records.feedback(disputed, "not helpful", by="x")
    records.feedback(disputed, "helpful", by="y")
    assert found(records) == []


def test_the_last_verdict_of_a_person_counts(records: Records, ask: Callable[..., str]):
    """Whoever changed their mind is counted once."""
    records.feedback(ask("What is RAG?", "Good."), "helpful")
    other = ask("What is RAG?", "Bad.")
    records.feedback(other, "helpful", by="x")
    records.feedback(other, "not helpful", by="x")
    assert found(records) == [("Good. [1]", "Bad. [1]")]


def test_the_figures_say_what_people_did(records: Records, ask: Callable[..., str]):
    """Worked by hand: a conversation of two, one refused alone, one repeated and then judged."""
    ask("First?", "One.", "c")
    last = ask("Second?", "Two.", "c")
    records.feedback(last, "helpful")
    ask("Third?", "None.", status="refused")
    again = ask("Fourth?", "Four.")
    records.feedback(again, "ask again")
    records.feedback(ask("Fourth?", "Better."), "not helpful")
    assert proxies(records.all_answers(), records.all_feedback()) == Proxies(
        answers=5,
        refused=0.2,
        judged=3,
        helpful=0.5,
        asked_again=0.2,
        tasks=4,
        completed=0.25,
        seconds_on_task=60.0,
    )


def test_a_repeated_question_counts_as_asked_again(records: Records, ask: Callable[..., str]):
    """Without a verdict as well, where the same person asks the same within minutes."""
    ask("What is RAG?", "One.")
    ask("what is  RAG?", "Two.")
    ask("What is RAG?", "Three.", asker="b")
    assert proxies(records.all_answers(), []).asked_again == pytest.approx(1 / 3)


def test_nothing_kept_gives_no_figures(records: Records):
    """Shares of nothing are not there, and not zero."""
    assert proxies([], []) == Proxies(0, None, 0, None, None, 0, None, None)
