"""The builder's offsets, for whatever a parser may feed it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers import normalise
from ingest.parsers.builder import TextBuilder, title_from_name
from ingest.types import CELL_SEPARATOR

ODD = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from(" \t\n\r\u00a0\u00ad\u200b\ufeff|•e\u0301ﬁ.A"))
)
LEVELS = st.integers(min_value=0, max_value=4)
CALLS = st.lists(
    st.one_of(
        st.tuples(st.just("heading"), ODD, LEVELS),
        st.tuples(st.just("question"), ODD),
        st.tuples(st.just("paragraph"), ODD, LEVELS),
        st.tuples(st.just("item"), ODD, LEVELS),
        st.tuples(st.just("step"), ODD, st.sampled_from(["1", "12", "b"]), LEVELS),
        st.tuples(st.just("row"), st.lists(ODD, max_size=4), st.booleans()),
        st.tuples(st.just("code"), ODD, LEVELS),
        st.tuples(st.just("gap")),
    ),
    max_size=12,
)


@given(CALLS)
def test_blocks_are_ordered_disjoint_and_clean(calls: list[tuple[object, ...]]) -> None:
    """Whatever goes in, each block is a non-empty, stripped, normalised span after the one before."""
    out = TextBuilder()
    for name, *arguments in calls:
        getattr(out, str(name))(*arguments)
    parsed = out.parsed("a-name.md")
    end = 0
    for block in parsed.blocks:
        content = parsed.text[block.start : block.end]
        assert end <= block.start < block.end <= len(parsed.text)
        assert content == content.rstrip() != ""
        if block.kind != "code":
            assert content == content.strip()
            assert content == normalise.words(content)
        end = block.end
    assert parsed.text == unicodedata.normalize("NFC", parsed.text)
    parsed.text.encode("utf-8")


@given(st.lists(ODD, min_size=1, max_size=5))
def test_a_row_splits_into_the_cells_it_was_made_of(cells: list[str]) -> None:
    """Joining cells and splitting at the separator gives the same cells, bars inside them or not."""
    out = TextBuilder()
    out.row(cells)
    expected = normalise.row(cells)
    assert out.text.split(CELL_SEPARATOR) == (expected or [""])


@given(ODD)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Normalised words are their own normal form."""
    assert normalise.words(normalise.words(text)) == normalise.words(text)


def test_markers_stand_outside_the_spans() -> None:
    """Bullets, numbers and indentation are in the text for the reader, not in what is cited."""
    out = TextBuilder()
    out.heading("Steps", 1)
    out.step("First", "1")
    out.item("detail", 1)
    out.step("Second", "2")
    assert out.text == "Steps\n\n1. First\n  • detail\n2. Second"
    assert [out.text[b.start : b.end] for b in out.blocks] == ["Steps", "First", "detail", "Second"]
    assert [b.marker for b in out.blocks] == ["", "1", "", "2"]


def test_invisible_characters_go_and_ligatures_open() -> None:
    """Zero-width characters, soft hyphens and hidden tags vanish; a PDF's ligatures become letters."""
    assert (
        normalise.words("in\u00advis\u200bi\u2060ble\ufeff\U000e0041 e\u0301 ﬁne\u00a0 x\x07")
        == "invisible é fine x"
    )


def test_a_hard_break_parts_paragraphs_only_where_a_thought_ends() -> None:
    """`Pros:<br>Fast` is two paragraphs, a line broken in mid-sentence is one."""
    out = TextBuilder()
    out.paragraph("Pros:\nFast\nand in\nthe middle")
    assert out.text == "Pros:\n\nFast and in the middle"


def test_a_file_name_in_words_is_the_last_resort_for_a_title() -> None:
    """Separators become spaces, the suffix goes."""
    assert title_from_name("llm-interview_notes.md") == "llm interview notes"
    assert TextBuilder().parsed("x-y.md", title=" Own  title ").title == "Own title"
