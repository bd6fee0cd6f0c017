"""What holds of the chunks and passages of any document."""

import re
from collections.abc import Callable
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.sentences import sentence_spans
from ingest.types import Block, Chunk, Document, Passage
from ingest.windows import CHUNK_MAX_TOKENS, OVERLAP_MAX_TOKENS, OVERLAP_MIN_TOKENS

TINY = 12
TOO_LONG_TO_KEEP_WHOLE = 900
WORDS = st.sampled_from(
    (
        *(
            "the",
            "model",
            "of",
            "3.14",
            "e.g.",
            "U.S.",
            "v1.5",
            "foo.bar()",
            "don't",
            "x=1;",
            "why?",
            "(yes)",
            "~",
        ),
        *(
            "naïve",
            "检索",
            "增强。生成",
            "Ελλάδα",
            "🙂",
            "“quoted.”",
            "№",
            "\xa0",
            "\t",
            "\u200b",
            "https://a.b/c?d=e",
        ),
    )
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(lambda ws: " ".join(ws) + ".")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=25).map(" ".join)
CELLS = st.lists(SENTENCES, min_size=1, max_size=4)
BLOCKS = st.one_of(
    st.tuples(st.just("heading"), SENTENCES, st.integers(1, 4)),
    st.tuples(st.just("paragraph"), st.one_of(TEXTS, SENTENCES.map(lambda s: s + "\n\n  As follows:"))),
    st.tuples(st.just("item"), SENTENCES, st.integers(0, 2)),
    st.tuples(st.just("step"), SENTENCES, st.integers(1, 99).map(str)),
    st.tuples(st.just("row"), CELLS, st.booleans()),
    st.tuples(st.just("code"), st.lists(SENTENCES, min_size=1, max_size=30).map("\n\n\t".join)),
)
DOCUMENTS = st.lists(st.tuples(BLOCKS, st.integers(1, TINY)), min_size=1, max_size=TINY)
Drawn = list[tuple[tuple, int]]
Cut = tuple[Document, list[Chunk], list[Passage]]
random_documents = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def _repeated(drawn: Drawn) -> list[tuple]:
    return [block for block, times in drawn for _ in range(times)]


@random_documents
@given(drawn=DOCUMENTS)
def test_spans_are_the_text_and_passages_lie_in_their_chunk(cut: Callable, drawn: Drawn):
    """Every passage is the document's own words at its offsets, and its chunk holds it whole."""
    document, chunks, passages = cut(_repeated(drawn))
    homes = {c.id: c for c in chunks}
    assert len(homes) == len(chunks) and len({p.id for p in passages}) == len(passages)
    for passage in passages:
        home = homes[passage.chunk]
        assert document.text[passage.start : passage.end] == passage.text == passage.text.rstrip()
        assert home.start <= passage.start < passage.end <= home.end


@random_documents
@given(drawn=DOCUMENTS)
def test_every_word_of_a_body_is_in_exactly_one_passage(cut: Callable, drawn: Drawn):
    """No word of a paragraph, list, row or code is lost or said twice; headers and headings are context."""
    document, _, passages = cut(_repeated(drawn))
    covered = [0] * len(document.text)
    for passage in passages:
        for at in range(passage.start, passage.end):
            covered[at] += 1
    for block in document.blocks:
        inside = [covered[m.start() + block.start] for m in re.finditer(r"\S", _words(document, block))]
        if block.kind == "header" and 1 not in inside:
            assert any(_words(document, block) in p.context for p in passages)
        elif block.kind != "heading":
            assert set(inside) == {1}


@random_documents
@given(drawn=DOCUMENTS)
def test_passages_begin_and_end_with_a_sentence(cut: Callable, drawn: Drawn):
    """A passage of prose never begins or ends inside a sentence that could be kept whole."""
    document, _, passages = cut(_repeated(drawn))
    inner = set()
    for block in document.blocks:
        for start, end in sentence_spans(document.text, block.start, block.end):
            if end - start <= TOO_LONG_TO_KEEP_WHOLE and block.kind != "code":
                inner.update(range(start + 1, end))
    for passage in passages:
        assert passage.start not in inner
        assert passage.end not in inner


@random_documents
@given(drawn=DOCUMENTS)
def test_chunks_are_in_order_cover_the_text_and_are_short_enough(
    cut: Callable, count: Callable, drawn: Drawn
):
    """Chunks cover every block in order, hold at most 1000 tokens, and repeat 50 to 100 or nothing."""
    document, chunks, _ = cut(_repeated(drawn))
    texts = [document.text[c.start : c.end] for c in chunks]
    assert all(0 < n <= CHUNK_MAX_TOKENS for n in count(texts))
    assert chunks[0].start == document.blocks[0].start and chunks[-1].end == document.blocks[-1].end
    for before, after in pairwise(chunks):
        assert before.start < after.start and before.end < after.end
        if after.start >= before.end:
            assert not re.search(r"\w{3}", document.text[before.end : after.start])
        else:
            size = count([document.text[after.start : before.end]])[0]
            assert OVERLAP_MIN_TOKENS <= size <= OVERLAP_MAX_TOKENS


def _words(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def test_what_goes_on_about_an_entry_carries_its_name(cut: Callable):
    """The second passage about an option is found by the option's name, of nested ones by both."""
    words = " ".join(f"word{i}" for i in range(150))
    _, _, passages = cut(
        [
            ("item", "--amend: Replaces the last one.", 0),
            ("paragraph", f"{words}.", 1),
            ("item", "author: Whoever wrote it.", 1),
            ("paragraph", f"More of {words}.", 2),
            ("item", "--quiet: Says nothing.", 0),
        ]
    )
    of = {p.text.split()[0]: p.context for p in passages}
    assert of.pop("--amend:") == ""
    assert set(of.values()) == {"--amend", "--amend\nauthor"}
