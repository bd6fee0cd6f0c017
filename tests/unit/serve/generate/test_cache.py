"""Kept answers: the same for the same, and nothing for anybody else."""

from dataclasses import replace
from pathlib import Path

import pytest

from serve.generate.cache import AnswerCache, Asked
from serve.types import Answer, Citation, Sentence, Shown

ASKED = Asked("What is LoRA?", (), ("everyone",), "abc", "v1")
SENTENCE = Sentence("It is an adapter.", (1,))
CITATION = Citation(1, 7, "T", "S", 0, 5, "words", 0.9)
ANSWER = Answer(
    question="What is LoRA?",
    status="answered",
    text="It is an adapter. [1]",
    sentences=(SENTENCE,),
    citations=(CITATION,),
    timings_ms={"total": 1.0},
    settings_hash="abc",
    index_version="v1",
    model="m",
    tokens={"prompt": 1, "cached": 0, "written": 0, "completion": 1},
)
SHOWN = (Shown(SENTENCE, ANSWER.text, (CITATION,)),)


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    """With one answer in it."""
    kept = AnswerCache(tmp_path / "llm.sqlite")
    kept.put(ASKED, SHOWN, ANSWER)
    return kept


@pytest.mark.parametrize("question", ["What is LoRA?", "what is  lora", " What is LoRA ?"])
def test_the_same_question_is_found(question: str, cache: AnswerCache):
    """Capitals, blanks and the final mark make no difference; ids keep their type."""
    told = cache.get(replace(ASKED, question=question))
    assert told is not None
    assert (told.shown, told.answer) == (SHOWN, ANSWER)


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, question="What is QLoRA?"),
        replace(ASKED, history=("What is RAG?",)),
        replace(ASKED, groups=("everyone", "staff")),
        replace(ASKED, groups=()),
        replace(ASKED, settings_hash="abd"),
        replace(ASKED, index_version="v2"),
    ],
)
def test_anything_else_is_another_question(other: Asked, cache: AnswerCache):
    """Another conversation, asker, setting or index."""
    assert cache.get(other) is None


def test_the_order_of_groups_is_none():
    """They are a set."""
    one, other = (replace(ASKED, groups=groups) for groups in (("a", "b"), ("b", "a", "a")))
    assert one.key == other.key


def test_a_new_index_version_deletes_what_was_kept(cache: AnswerCache, tmp_path: Path):
    """Not even the file holds an answer from a document that may be gone."""
    newer = replace(ASKED, index_version="v2")
    other = replace(ANSWER, text="Other words. [1]", sentences=(), citations=())
    cache.put(newer, (), other)
    assert cache.get(ASKED) is None
    assert b"It is an adapter" not in (tmp_path / "llm.sqlite").read_bytes()
    assert cache.get(newer) is not None
