"""What the language model gets to read: whole chunks, each once, under keys that count nothing."""

import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from ingest.types import Block, Chunk, Document, Passage
from retrieval.types import Hit
from serve.generate.context import KEY_LENGTH, KEY_LETTERS, Evidence, at_the_ends, gather

TEXT = "".join(f"Sentence {n} of the long document stands here. " for n in range(40))
DOCUMENT = Document("a.md", "A", TEXT, (Block("paragraph", 0, len(TEXT)),))
CHUNKS = {f"c{n}": Chunk(f"c{n}", "a.md", n * 400, (n + 1) * 400, ("H",)) for n in range(4)}


def hit(chunk: str, offset: int = 0, score: float = 0.5) -> Hit:
    """A passage of 40 characters within the chunk."""
    start = CHUNKS[chunk].start + offset
    passage = Passage(
        f"{chunk} {offset}", "a.md", chunk, start, start + 40, TEXT[start : start + 40], "paragraph", ("H",)
    )
    return Hit(passage, score, score)


def gathered(hits: list[Hit], budget: int, tokens_of: Callable[[str], int] = len) -> tuple[Evidence, ...]:
    """By the budget in characters."""
    return gather(hits, CHUNKS.get, lambda _: DOCUMENT, tokens_of, budget)


def test_each_chunk_stands_once_with_its_best_score():
    """Two passages of one chunk are one piece of evidence."""
    found = gathered([hit("c1", 0, 0.9), hit("c0"), hit("c1", 80, 0.4)], 5000)
    assert [(e.start, e.end, e.score) for e in found] == [(400, 800, 0.9), (0, 400, 0.5)]
    assert all(TEXT[e.start : e.end] in e.shown for e in found)


def test_the_budget_holds():
    """Chunks that do not fit any more are left out, and later ones that do fit are not."""
    found = gathered([hit("c0"), hit("c1"), hit("c2")], 850)
    assert sum(len(e.shown) for e in found) <= 850
    assert [e.start for e in found] == [0, 400]


def test_a_chunk_that_is_too_long_gives_its_passage():
    """The best evidence is read in any case."""
    (only,) = gathered([hit("c2", 120)], 60)
    assert (only.start, only.end) == (920, 960)


def test_keys_count_nothing():
    """Letters that make no word, different for each piece, the same in every question."""
    hits = [hit(f"c{n}") for n in range(4)]
    keys = [e.key for e in gathered(hits, 5000)]
    assert len(set(keys)) == 4
    assert all(re.fullmatch(f"[{KEY_LETTERS}]{{{KEY_LENGTH}}}", k) for k in keys)
    assert {e.start: e.key for e in gathered(hits[::-1], 5000)} == dict(
        zip((0, 400, 800, 1200), keys, strict=True)
    )


@given(st.integers(0, 9))
def test_the_best_stand_at_the_ends(number: int):
    """Nothing is lost, the first stays first and the second comes last."""
    ranked = [Evidence(f"k{n}", DOCUMENT, n, n + 1, (), 1.0) for n in range(number)]
    ordered = at_the_ends(ranked)
    assert sorted(e.start for e in ordered) == list(range(number))
    if number > 1:
        assert (ordered[0].start, ordered[-1].start) == (0, 1)
