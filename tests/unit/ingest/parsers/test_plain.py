"""Plain text: structure from layout."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed
from ingest.parsers.plain import parse, parse_text

EXPORT = Path(__file__).parents[4].parent / "shared" / "corpus" / "llm-genai-interview-questions.txt"


def read(source: str) -> Parsed:
    """A text file of this source."""
    return parse(dedent(source).encode(), "my-notes.txt")


def test_questions_and_answers(show):
    """Marked questions are headings verbatim; labels and decoration go; lists keep their numbers."""
    parsed = read("""\
        Study Guide

        Q1: What is X?

        💡
        Model Answer:

        It is Y:

          • one
          • two
            - inner

          1. First
          2) Second

        Q2: And Z?
        A: That.
        """)
    assert show(parsed) == [
        ("heading", 1, "Study Guide"),
        ("heading", 2, "Q1: What is X?"),
        ("paragraph", 0, "It is Y:"),
        ("item", 0, "one"),
        ("item", 0, "two"),
        ("item", 1, "inner"),
        ("step", 0, "First"),
        ("step", 0, "Second"),
        ("heading", 2, "Q2: And Z?"),
        ("paragraph", 0, "That."),
    ]


def test_headings_by_underline_capitals_and_numbers(show):
    """Underlines, capitals and numbered titles rank in that order."""
    parsed = read("""\
        The title
        =========

        PART ONE

        1. Getting started

        Some prose follows here.

        2. Going on

        1. a step
        2. another

        Last
        ----
        End.
        """)
    headings = [(level, text) for kind, level, text in show(parsed) if kind == "heading"]
    assert headings == [(1, "The title"), (2, "PART ONE"), (4, "1. Getting started"), (3, "Last")]
    assert ("step", 0, "a step") in show(parsed)


def test_hard_wrapped_lines_become_paragraphs(show):
    """Lines filled to the margin are joined; short ones that end a thought are not."""
    parsed = read("""\
        A paragraph that was wrapped by hand at about sixty columns
        goes on in the next line, and in the one after that, until
        it ends.

        - an entry that is long enough to be wrapped as well, so it
          goes on here
        - short
        """)
    assert [text.count(" ") for _, _, text in show(parsed)] == [25, 15, 0]


@pytest.mark.parametrize(
    "table",
    [
        "Name\tSize\nA b\t1\nC\t2",
        "| Name | Size |\n|---|---|\n| A b | 1 |\n| C | 2 |",
        "Name   Size\nA b    1\nC      2",
    ],
    ids=["tabs", "pipes", "aligned"],
)
def test_tables(show, table):
    """Columns by tabs, pipes or alignment are rows with a header."""
    assert show(read(table)) == [("header", 0, "Name | Size"), ("row", 0, "A b | 1"), ("row", 0, "C | 2")]


def test_glued_tables(show):
    """A table with glued cells is found between paragraphs, its rows together or apart."""
    rows = ["FactorFirst WaySecond Way", "Set upTakes an hourTakes a day", "Cost per userLow (cents)High"]
    expected = [
        ("header", 0, "Factor | First Way | Second Way"),
        ("row", 0, "Set up | Takes an hour | Takes a day"),
    ]
    for separator in ("\n", "\n\n"):
        shown = show(read(f"Compared:\n\n{separator.join(rows)}\n\nDecide by yourself."))
        assert shown[1:3] == expected
        assert shown[3:] == [
            ("row", 0, "Cost per user | Low (cents) | High"),
            ("paragraph", 0, "Decide by yourself."),
        ]


def test_code_is_recognised(show):
    """Fences, statements and JSON lines are code as they stand; prose with a bracket is not."""
    parsed = read(
        'Intro text.\n\n```\n# x\n\ny\n```\n\n# note:\n{"a": 1}\n{"b": 2}\n\nCall it (twice).\nThen stop.'
    )
    assert [(kind, text) for kind, _, text in show(parsed) if kind == "code"] == [
        ("code", "# x\n\ny"),
        ("code", '# note:\n{"a": 1}\n{"b": 2}'),
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é “x” here".encode("utf-8-sig"), "é “x” here"),
        ("é “x” here".encode("utf-16"), "é “x” here"),
        (
            "It’s a “plain” English text, written long ago by somebody with curly quotes. ".encode("cp1252")
            * 3,
            "It’s a",
        ),
        ("日本語の文章です。これは文字コードの判定のための例文です。".encode("shift_jis"), "日本語の文章"),
    ],
    ids=["utf-8", "utf-16", "cp1252", "shift-jis"],
)
def test_encodings(data, text):
    """The encodings that text files come in are told apart."""
    assert parse(data, "x.txt").text.startswith(text)


@pytest.mark.parametrize("data", [b"", b" \n ", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 8])
def test_empty_and_binary_files_are_refused(data):
    """What holds no text gives a reason."""
    with pytest.raises(UnreadableDocument, match=r"empty|binary"):
        parse(data, "x.txt")


@given(st.text(alphabet="aB \n\t-•*1.)#=|`Q:?💡{}A"))
def test_any_text_can_be_read(source):
    """No text breaks the parser or its offsets."""
    parsed = parse_text(source)
    ends = [0, *(block.end for block in parsed.blocks)]
    assert all(end <= block.start < block.end for end, block in zip(ends, parsed.blocks, strict=False))


@pytest.mark.skipif(not EXPORT.exists(), reason="the interview export is not on this machine")
def test_the_export_as_it_is(show):
    """Every question, list, step, table and the code of the real export come out as structure."""
    parsed = parse(EXPORT.read_bytes(), EXPORT.name)
    shown = show(parsed)
    headings = [(level, text) for kind, level, text in shown if kind == "heading"]
    assert headings[0] == (1, "LLM & GenAI Interview Questions") == (1, parsed.title)
    assert [text.split(":")[0] for level, text in headings[1:-1]] == [f"Q{n}" for n in range(1, 16)]
    assert {level for level, _ in headings[1:]} == {2}
    assert headings[-1] == (2, "Key Takeaways")
    source = EXPORT.read_text(encoding="utf-8")
    assert sum(kind == "item" for kind, *_ in shown) == source.count("•")
    assert sum(kind == "step" for kind, *_ in shown) == len(re.findall(r"^  \d\. ", source, re.MULTILINE))
    assert next(text for kind, _, text in shown if kind == "code").count("\n") == 4
    rows = [text.split(" | ") for kind, _, text in shown if kind in ("header", "row")]
    assert len(rows) == 14
    assert {len(cells) for cells in rows} == {3}
    assert "Model Answer" not in parsed.text
    assert "💡" not in parsed.text


def test_a_line_that_ends_in_an_amount_is_no_heading():
    """The total of a receipt is something to be cited, however it is set off."""
    text = "SHOP NAME\n\nTwo apples.\n\nTOTAL $821.14\n\nPAYMENT METHOD\n\nVisa Card.\n"
    parsed = parse(text.encode(), "receipt.txt")
    kinds = {parsed.text[b.start : b.end]: b.kind for b in parsed.blocks}
    assert kinds["TOTAL $821.14"] == "paragraph"
    assert kinds["PAYMENT METHOD"] == "heading"


def test_underlines_as_sphinx_writes_them(show):
    """The order in which they first come says how deep each is; `~~~~` below a title opens no code."""
    parsed = read("""\
        Ferry Manual
        ************

        1. Boarding
        ===========

        Board by the bow.

        1.1. Cars
        ---------

        Cars come first.

        1.1.1. Vans
        ~~~~~~~~~~~

        Vans pay more.

        1.1.2. Lorries
        ~~~~~~~~~~~~~~

        Lorries book ahead.

        2. Leaving
        ==========

        Leave by the stern.
        """)
    assert [(level, text) for kind, level, text in show(parsed) if kind == "heading"] == [
        (1, "Ferry Manual"),
        (2, "1. Boarding"),
        (3, "1.1. Cars"),
        (4, "1.1.1. Vans"),
        (4, "1.1.2. Lorries"),
        (2, "2. Leaving"),
    ]
    assert all(kind in ("heading", "paragraph") for kind, _, _ in show(parsed))


@pytest.mark.parametrize("lead", ["Example", "Example:", "Type:"])
def test_a_fence_below_a_line_opens_code(show, lead: str):
    """Four tildes below a longer line, or one that ends in a colon, are no underline."""
    blocks = show(parse(f"{lead}\n~~~~\nx = f(1)\n~~~~\n\nAnd so on.".encode(), "x.txt"))
    assert [kind for kind, _, _ in blocks] == ["paragraph", "code", "paragraph"]
