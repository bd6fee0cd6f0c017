"""What is kept is there, for those it is for, and no longer than asked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from serve.records.database import open_database
from serve.records.errors import UnknownRecord
from serve.records.store import DAY, Records
from serve.types import Answer
from serve.wire import answer_fields

Make = Callable[..., Answer]
ASKER = {"asker": "key:a", "groups": ("everyone",)}


def keep(records: Records, answer: Answer, conversation: str | None = None, **who: object) -> str:
    """Keeps an answer that came over HTTP."""
    return records.keep_answer(answer, **{**ASKER, **who}, conversation=conversation, channel="http")  # type: ignore[arg-type]


def test_an_answer_is_read_again_as_it_was(records: Records, answer: Make):
    """Every field of the answer is in the trace, beside who asked, where and when."""
    kept = records.answer(keep(records, answer(), "c-1"), **ASKER)
    assert kept.trace == json.loads(json.dumps(answer_fields(answer())))
    assert (kept.at, kept.asker, kept.groups) == (1_800_000_000.0, "key:a", ("everyone",))
    assert (kept.conversation, kept.channel, kept.status) == ("c-1", "http", "answered")


def test_ids_are_opaque(records: Records, answer: Make):
    """Two answers to one question have ids that do not follow from one another, of 128 bits."""
    ids = {keep(records, answer()) for _ in range(20)}
    assert len(ids) == 20
    assert {len(identity) for identity in ids} == {22}


@pytest.mark.parametrize("other", [{"asker": "key:b"}, {"groups": ("staff",)}])
def test_an_answer_is_shown_to_its_asker_with_its_groups_alone(records: Records, answer: Make, other: dict):
    """Another key sees nothing, and neither does this one once it has lost a group."""
    identity = keep(records, answer())
    records.answer(identity, asker="key:a", groups=("everyone", "staff"))
    with pytest.raises(UnknownRecord, match="not yours"):
        records.answer(identity, **{**ASKER, **other})


def test_feedback_is_kept_with_its_answer(records: Records, answer: Make):
    """Every verdict stays, in order, with its reason and comment."""
    identity = keep(records, answer())
    records.feedback(identity, "not helpful", "wrong", "Cats do not purr.", by="U1")
    records.feedback(identity, "helpful", by="U1")
    first, second = records.all_feedback()
    assert (first.answer, first.verdict, first.reason) == (identity, "not helpful", "wrong")
    assert (first.comment, first.by, second.verdict) == ("Cats do not purr.", "U1", "helpful")


def test_feedback_on_nothing_is_refused(records: Records, answer: Make):
    """An id that nobody gave out, and a verdict that is none, are errors and leave no trace."""
    with pytest.raises(UnknownRecord, match="no answer 'x'"):
        records.feedback("x", "helpful")
    with pytest.raises(ValueError, match="use one of helpful"):
        records.feedback(keep(records, answer()), "great")  # type: ignore[arg-type]
    assert list(records.all_feedback()) == []


def test_a_conversation_holds_its_turns_in_order(records: Records, answer: Make, clock: Callable[[], float]):
    """Turns come oldest first, those of another conversation stay out, and an empty one has none."""
    first, second = (records.begin_conversation(**ASKER) for _ in range(2))
    for number, conversation in enumerate((first, second, first, first)):
        clock.now += 1  # type: ignore[attr-defined]
        keep(records, answer(f"Question {number}?"), conversation)
    turns = records.conversation(first, **ASKER).turns
    assert [t.question for t in turns] == ["Question 0?", "Question 2?", "Question 3?"]
    assert {c.id for c in records.conversations(**ASKER)} == {first, second}
    assert records.conversation(records.begin_conversation(**ASKER), **ASKER).turns == ()


def test_a_conversation_is_shown_to_its_asker_alone(records: Records, answer: Make):
    """Nobody else reads it, finds it in a list, or deletes it; a turn that another added is not shown."""
    mine = records.begin_conversation(**ASKER)
    keep(records, answer("Mine?"), mine)
    keep(records, answer("Theirs?"), mine, asker="key:b")
    other = {"asker": "key:b", "groups": ("everyone",)}
    for read in (records.conversation, records.delete_conversation):
        with pytest.raises(UnknownRecord, match="begin a new one"):
            read(mine, **other)
    assert records.conversations(**other) == []
    assert [t.question for t in records.conversation(mine, **ASKER).turns] == ["Mine?"]


def test_a_deleted_conversation_takes_everything_with_it(records: Records, answer: Make):
    """Its answers and their feedback are gone, those of others are not."""
    mine = records.begin_conversation(**ASKER)
    records.feedback(keep(records, answer(), mine), "helpful")
    other = keep(records, answer())
    records.delete_conversation(mine, **ASKER)
    assert [a.id for a in records.all_answers()] == [other]
    assert list(records.all_feedback()) == []


def test_what_is_old_goes(records: Records, answer: Make, clock: Callable[[], float]):
    """After the days set, the next answer or start deletes answers, feedback and conversations."""
    records.feedback(keep(records, answer(), "old"), "helpful")
    clock.now += 91 * DAY  # type: ignore[attr-defined]
    new = keep(records, answer(), "new")
    assert [a.id for a in records.all_answers()] == [new]
    assert list(records.all_feedback()) == []
    assert [c.id for c in records.conversations(**ASKER)] == ["new"]


def test_zero_days_keep_for_good(records: Records, answer: Make, clock: Callable[[], float]):
    """RAG_RECORDS_DAYS=0 deletes nothing, however old."""
    identity = keep(records, answer())
    clock.now += 9999 * DAY  # type: ignore[attr-defined]
    assert Records(records.database, days=0, clock=clock).answer(identity, **ASKER)


def test_words_are_not_kept_where_they_may_not_be(records: Records, answer: Make):
    """Nothing that a person or a document said is in the database; places, times and counts are."""
    wordless = Records(records.database, with_text=False)
    wordless.feedback(keep(wordless, answer()), "not helpful", "wrong", "Cats do not purr.")
    (kept,), (judged,) = wordless.all_answers(), wordless.all_feedback()
    assert (kept.question, judged.comment) == ("", "")
    assert [w for w in ("What", "purr", "bark", "Night") if w in str(kept.trace)] == []
    assert kept.trace["citations"] == [
        {"document": "cats.md", "start": 3, "end": 22, "score": 0.8, "page": 2}
    ]
    assert (kept.trace["sentences"], kept.trace["dropped"]) == (1, 1)


def test_a_second_process_finds_the_tables_made(tmp_path: Path, url: str, records: Records, answer: Make):
    """Opening what is up to date changes nothing, and two stores see each other's records."""
    other = Records(open_database(tmp_path, url))
    identity = keep(records, answer())
    assert other.answer(identity, **ASKER).question == "What do cats do?"
    other.close()
