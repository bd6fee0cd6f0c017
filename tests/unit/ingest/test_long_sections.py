"""Where chunks begin and end: long sections in windows, questions with their answers, short remains."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.chunking import CHUNK_MIN_TOKENS, chunk_document
from ingest.types import Chunk, Document
from ingest.windows import CHUNK_MAX_TOKENS, OVERLAP_MAX_TOKENS, OVERLAP_MIN_TOKENS

lengths = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)


def _sentence(number: int, words: int = 12) -> str:
    return " ".join([f"Sentence {number} says", *["that"] * (words - 4), "much."])


def _prose(sentences: int, words: int = 12) -> str:
    return " ".join(_sentence(i, words) for i in range(sentences))


def _spans(document: Document, chunks: list[Chunk]) -> list[str]:
    return [document.text[c.start : c.end] for c in chunks]


def _overlaps(document: Document, chunks: list[Chunk]) -> list[str]:
    return [document.text[b.start : a.end] for a, b in pairwise(chunks)]


@lengths
@given(paragraphs=st.lists(st.integers(1, 14), min_size=30, max_size=90), words=st.integers(5, 25))
def test_windows_are_500_to_1000_tokens_and_repeat_50_to_100(
    cut: Callable, count: Callable, paragraphs: list[int], words: int
):
    """A long section of ordinary sentences gives windows in range, each repeating whole sentences."""
    body = [("paragraph", _prose(n, words)) for n in paragraphs]
    document, chunks, _ = cut([("heading", "One question?", 2), *body])
    sizes = count(_spans(document, chunks))
    total = count([document.text])[0]
    assert max(sizes) <= CHUNK_MAX_TOKENS
    assert total < CHUNK_MIN_TOKENS or min(sizes) >= CHUNK_MIN_TOKENS - OVERLAP_MAX_TOKENS
    assert total < 2 * CHUNK_MAX_TOKENS or min(sizes) >= CHUNK_MIN_TOKENS
    for shared in _overlaps(document, chunks):
        assert OVERLAP_MIN_TOKENS <= count([shared])[0] <= OVERLAP_MAX_TOKENS
        assert shared.startswith("Sentence ") and shared.endswith("much.")


@pytest.mark.parametrize(
    "block",
    [("row", [_prose(2, 40), _prose(2, 40)]), ("code", "value = 1\n" * 60), ("item", "x " * 150 + "y.")],
    ids=["row", "code", "item"],
)
def test_long_units_are_split_with_an_overlap(cut: Callable, count: Callable, block: tuple):
    """Rows, code and sentences of more than 100 tokens still give windows that repeat 50 to 100 tokens."""
    document, chunks, passages = cut([("heading", "Data", 1), *[block] * 20])
    assert len(chunks) > 2
    assert max(count(_spans(document, chunks))) <= CHUNK_MAX_TOKENS
    assert all(OVERLAP_MIN_TOKENS <= n <= OVERLAP_MAX_TOKENS for n in count(_overlaps(document, chunks)))
    homes = {c.id: c for c in chunks}
    assert all(homes[p.chunk].start <= p.start and p.end <= homes[p.chunk].end for p in passages)


@lengths
@given(answers=st.lists(st.integers(1, 60), min_size=1, max_size=25))
def test_a_question_and_its_answer_stay_together(cut: Callable, answers: list[int]):
    """Whatever the lengths of a study guide's answers, each is in one chunk with its question."""
    guide = [
        block
        for i, n in enumerate(answers)
        for block in (("heading", f"Question {i}?", 2), ("paragraph", _prose(n)))
    ]
    document, chunks, _ = cut(guide)
    texts = _spans(document, chunks)
    for i, n in enumerate(answers):
        assert any(f"Question {i}?\n\n{_prose(n)}" in text for text in texts)


@lengths
@given(answers=st.lists(st.integers(1, 30), min_size=10, max_size=40))
def test_short_answers_fill_chunks_of_500_to_1000_tokens(cut: Callable, count: Callable, answers: list[int]):
    """Where sections are shorter than half a chunk, every chunk is in range, the last one if it can be."""
    guide = [
        b for i, n in enumerate(answers) for b in (("heading", f"Question {i}?", 2), ("paragraph", _prose(n)))
    ]
    document, chunks, _ = cut(guide)
    sizes = count(_spans(document, chunks))
    assert max(sizes) <= CHUNK_MAX_TOKENS
    *full, last = sizes
    assert all(size >= CHUNK_MIN_TOKENS for size in full)
    assert last >= CHUNK_MIN_TOKENS or not full or full[-1] + last > CHUNK_MAX_TOKENS


def test_a_heading_without_a_body_goes_with_its_children(cut: Callable):
    """A question answered under headings of its own is not left behind in the chunk before."""
    document, chunks, _ = cut(
        [
            ("heading", "Before?", 2),
            ("paragraph", _prose(30)),
            ("heading", "How is it done?", 2),
            ("heading", "First part", 3),
            ("paragraph", _prose(60)),
        ]
    )
    texts = _spans(document, chunks)
    assert len(texts) == 2
    assert texts[1].startswith("How is it done?\n\nFirst part")


def test_a_chunk_knows_the_headings_that_all_of_it_stands_under(cut: Callable):
    """A chunk of several sections carries what their heading paths share."""
    _, chunks, passages = cut(
        [
            ("heading", "Guide", 1),
            ("heading", "A?", 2),
            ("paragraph", "One."),
            ("heading", "B?", 2),
            ("item", "Two."),
        ]
    )
    assert [c.section for c in chunks] == [("Guide",)]
    assert [p.section for p in passages] == [("Guide", "A?"), ("Guide", "B?")]


def test_ids_depend_on_text_place_and_model(count: Callable, cut: Callable):
    """The same document gives the same ids; another model, another document or other words give others."""
    document, chunks, passages = cut([("paragraph", "One. Two.")])
    again = chunk_document(document, count, "model")
    assert ([*again[0]], [*again[1]]) == (chunks, passages)
    others = [
        chunk_document(document, count, "another"),
        chunk_document(replace(document, id="other.md"), count, "model"),
        chunk_document(replace(document, text="One! Two."), count, "model"),
    ]
    assert len({passages[0].id, *(p.id for _, ps in others for p in ps)}) == 4


def test_a_heading_that_fills_windows_is_one_chunk(cut: Callable):
    """Nothing but a heading, longer than any chunk: it is kept whole and stops no ingest."""
    document, chunks, _ = cut([("heading", "All the words of a page in one heading. " * 200, 2)])
    assert _spans(document, chunks) == [document.text]
