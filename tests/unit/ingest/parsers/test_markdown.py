"""Markdown as study guides write it."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers.builder import Parsed
from ingest.parsers.markdown import parse, parse_text


def read(source: str) -> Parsed:
    """A Markdown file of this source."""
    return parse(dedent(source).encode(), "some-guide.md")


def test_structure(show):
    """Headings of both kinds, nested lists, continuation paragraphs, code and tables keep their structure."""
    parsed = read("""\
        Guide
        =====

        Lead
        line.

        1. First
           - nested

             more
        2. Second

        ```python
        x = 1

        y
        ```

        | A | B |
        |---|---|
        | x | **y** \\| z |
        """)
    assert parsed.title == "Guide"
    assert show(parsed) == [
        ("heading", 1, "Guide"),
        ("paragraph", 0, "Lead line."),
        ("step", 0, "First"),
        ("item", 1, "nested"),
        ("paragraph", 2, "more"),
        ("step", 0, "Second"),
        ("code", 0, "x = 1\n\ny"),
        ("header", 0, "A | B"),
        ("row", 0, "x | y / z"),
    ]


def test_inline_markup_leaves_its_words(show):
    """Emphasis, links, images, code and known tags keep their words; formulas and unknown tags stay whole."""
    parsed = read(
        '*It* is [a **link**](x) ![alt text](y) `code` <kbd>K</kbd> List<String> $a_i * b_i$ <img alt="pic">'
    )
    assert show(parsed) == [("paragraph", 0, "It is a link alt text code K List<String> $a_i * b_i$ pic")]


@pytest.mark.parametrize(
    "source",
    [
        "**Q1. What is X?**\n\nIt is Y.",
        "**Q1. What is X?**\nIt is Y.",
        "Q1. What is X?  \n**A:** It is Y.",
        "<details>\n<summary>Q1. What is X?</summary>\n\nIt is Y.\n</details>",
        "1. ### Q1. What is X?\n\n   It is Y.",
        "1. **Q1. What is X?**\n\n   It is Y.",
        "### Q1. What is X?\n\n**Model Answer:**\n\nIt is Y.",
    ],
)
def test_the_ways_guides_write_a_question(show, source):
    """A question set in bold, in a summary or in a numbered list is a heading, its answer below it."""
    shown = show(read(source))
    assert [(kind, text) for kind, _, text in shown] == [
        ("heading", "Q1. What is X?"),
        ("paragraph", "It is Y."),
    ]


def test_a_bold_question_is_one_below_the_last_heading(show):
    """Bold questions under `## Topic` are all at level 3."""
    shown = show(read("# G\n\n## Topic\n\n**What is X?**\n\nIt.\n\n**What is Z?**\n\nThat."))
    assert [(level, text) for kind, level, text in shown if kind == "heading"] == [
        (1, "G"),
        (2, "Topic"),
        (3, "What is X?"),
        (3, "What is Z?"),
    ]


def test_links_into_the_page_are_no_content(show):
    """Tables of contents and "back to top" would match every question and answer none."""
    parsed = read(
        "- [What is X?](#x)\n- real\n\n| No | Q |\n|-|-|\n| 1 | [What is X?](#x) |\n\n**[⬆ Top](#top)**"
    )
    assert show(parsed) == [("item", 0, "real")]


def test_front_matter_is_metadata():
    """Keys between `---` lines describe the document; a title there yields to a level-1 heading."""
    parsed = read("---\ntitle: 'My guide'\ntags:\n  - a\n  - b\n---\n\ntext")
    assert parsed.metadata == {"title": "My guide", "tags": ["a", "b"]}
    assert parsed.title == "My guide"
    assert read("---\ntitle: x\n---\n# Y").title == "Y"
    assert read("text").title == "some guide"


def test_html_tables_inside_markdown(show):
    """A raw HTML table is read as a table."""
    source = "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert show(read(source)) == [("header", 0, "A | B"), ("row", 0, "1 | 2")]


def test_a_definition_stands_with_its_term(show):
    """As Markdown Extra, Pandoc and MyST write it; a term that asks is a heading, a lone colon is none."""
    parsed = read("""\
        **level**
        : How much is logged.
        : Or a number.

          More.

        empty
        :   - one

        What is a lock?

        : It keeps others out.
        : For a while.

        A line, and then
        another:
        """)
    assert show(parsed) == [
        ("item", 0, "level: How much is logged."),
        ("item", 0, "Or a number."),
        ("paragraph", 1, "More."),
        ("item", 0, "empty"),
        ("item", 1, "one"),
        ("heading", 1, "What is a lock?"),
        ("paragraph", 0, "It keeps others out."),
        ("paragraph", 0, "For a while."),
        ("paragraph", 0, "A line, and then another:"),
    ]


def test_footnotes_stand_as_sentences(show):
    """Marks and labels of notes that are there are gone; what only looks like a mark stays."""
    text = "It uses less memory[^1] and `[^1]` too [^long].\n\nA pattern [^a-z]."
    assert show(read(f"{text}\n\n[^1]: Not on PyPy.\n[^long]: Much.\n")) == [
        ("paragraph", 0, "It uses less memory and [^1] too."),
        ("paragraph", 0, "A pattern [^a-z]."),
        ("paragraph", 0, "Not on PyPy. Much."),
    ]


def test_pasted_bullets_are_a_list(show):
    """`•` at the start of lines makes entries although Markdown knows no such list."""
    assert show(read("Kinds:\n• one\n• two")) == [
        ("paragraph", 0, "Kinds:"),
        ("item", 0, "one"),
        ("item", 0, "two"),
    ]


@given(st.text(alphabet="ab \n#*-_`|[]()<>!1.?:Q•^$\\=~&"))
def test_anything_is_markdown(source):
    """No text breaks the parser or its offsets."""
    parsed = parse_text(source)
    ends = [0, *(block.end for block in parsed.blocks)]
    assert all(end <= block.start < block.end for end, block in zip(ends, parsed.blocks, strict=False))
