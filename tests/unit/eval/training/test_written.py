"""Questions written for training: they name texts that are not here, and are asked of a collection."""

import re
from dataclasses import replace

import pytest

from eval.training.asked import collection
from eval.training.data import Pool, Question
from eval.training.written import Written, collapsed, key, load_written
from tests.unit.eval.training.conftest import made_pool, seeded

TEXT = "The broker keeps  what it was sent\nuntil somebody reads it."


def test_a_text_is_named_by_its_words_and_not_by_its_white_space():
    """The same text in other lines has the same key, another text another."""
    assert key(TEXT) == key(" ".join(TEXT.split()))
    assert key(TEXT) != key(TEXT.upper())


def test_the_questions_that_ship_hold_no_words_of_others():
    """A told question has a place in a text and no quotation; the others have none."""
    every = [w for group in load_written().values() for w in group]
    assert {w.kind for w in every} == {"told", "untold", "premise"}
    assert all((w.place is not None) == (w.kind == "told") for w in every)
    assert all(re.fullmatch(r"[0-9a-f]{16}", w.text) and w.question.strip() for w in every)


def test_the_answer_is_found_in_the_text():
    """By its place in the text with single spaces; a question without a place has no answer."""
    start = collapsed(TEXT).index("until")
    told = Written(key(TEXT), "told", "when is it dropped?", (start, start + 5))
    assert told.answer(TEXT) == "until"
    assert replace(told, kind="untold", place=None).answer(TEXT) == ""


@pytest.fixture
def pool() -> Pool:
    """Twelve documents to train on, of which the last is held out."""
    pool = made_pool("training", "sections", "train")
    pool.questions[-1] = replace(pool.questions[-1], split="held_out")
    return pool


def test_a_question_is_held_out_with_its_document(pool: Pool):
    """What was written to the last document is not trained on, and no training list may show it."""
    first, last = (key(pool.documents[n]) for n in (0, -1))
    written = {
        first: [Written(first, "untold", "what does it cost?")],
        last: [Written(last, "told", "why?", (0, 9))],
    }
    made = collection(pool, written, seeded(0))
    found = {a.kind: a for a in made.asked if a.group in ("told", "untold")}
    assert found["untold"].split == "train"
    assert (found["told"].split, found["told"].about) == ("held_out", frozenset({11}))
    assert made.hidden == {11}


def test_what_is_held_out_is_hidden_whether_it_is_asked_or_not(pool: Pool):
    """A held-out document that opens with its question is not asked it, and is no negative either."""
    made = [collection(pool, {}, seeded(n)) for n in range(9)]
    assert any(one.documents[11][1].startswith("# ") for one in made)
    assert all(one.hidden == {11} for one in made)


def test_a_document_that_opens_with_its_question_is_not_asked_it(pool: Pool):
    """Its own words would be in the heading; half of the documents have one."""
    made = collection(pool, {}, seeded(0))
    titled = {n for n, (_, text) in enumerate(made.documents) if text.startswith("# ")}
    assert 0 < len(titled) < 12
    assert not titled & {n for a in made.asked for n in a.about}


def test_a_question_with_several_answers_is_about_all_of_them():
    """Two documents may answer; both are right."""
    pool = Pool("made", "guides", ["one text", "another text"], [Question("which text?", frozenset({0, 1}))])
    made = next(c for n in range(9) if (c := collection(pool, {}, seeded(n))).asked)
    assert made.asked[0].about == {0, 1}
