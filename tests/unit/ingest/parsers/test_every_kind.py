"""What holds of every format, over random words: exact spans, a heading path, a row with its header."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from kinds import KINDS, Content

from ingest.chunking import chunk_document
from ingest.parsers import parse
from ingest.types import Document

PLAIN = [
    "zebras",
    "graze",
    "don't",
    "40%",
    "v1.5",
    "e.g.",
    "(yes)",
    "naïve",
    "café",
    "x&y",
    "a-b",
    "[7]",
    "50",
]
SCRIPTS = [
    "检索",
    "增强。生成",
    "Ελλάδα",
    "مرحبا",
    "日本語",
    "🙂",
    "soft\u00adly",
    "zero\u200bwidth",
    "<b>",
    "e\u0301",
]


def contents(words: list[str]) -> st.SearchStrategy[Content]:
    """Headings, sentences and tables of these words; a cell of the first column always says something."""
    said = st.lists(st.sampled_from(words), min_size=1, max_size=6).map(" ".join)
    sentence = said.map(lambda text: f"Zebras {text} here.")
    row = st.tuples(sentence.map(lambda text: text[:40].strip()), said.map(lambda text: text[:30].strip()))
    rows = st.lists(row, min_size=2, max_size=4).map(lambda found: [("Name", "Use"), *found])
    return st.builds(
        Content, said.map(lambda text: f"On {text}"), st.lists(sentence, min_size=1, max_size=4), rows
    )


def check(name: str, data: bytes, content: Content, count: Callable) -> None:
    """Every passage is the text at its place, has a heading path, and a row carries the header."""
    parsed = parse(data, name)
    document = Document(name, parsed.title, parsed.text, parsed.blocks)
    chunks, passages = chunk_document(document, count, "model")
    assert passages
    for passage in passages:
        assert parsed.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.section or name == "d.csv"
    for chunk in chunks:
        assert 0 <= chunk.start < chunk.end <= len(parsed.text)
    rows = [passage for passage in passages if passage.kind == "row"]
    assert len(rows) >= len(content.rows) - 1
    assert all("Name | Use" in passage.context for passage in rows)
    for sentence in content.sentences:
        assert letters(sentence) in letters(parsed.text)


def letters(text: str) -> str:
    """Letters and figures in order: invisible characters go, and one spelling stands for another."""
    return "".join(char for char in unicodedata.normalize("NFC", text) if char.isalnum())


few = settings(max_examples=10, deadline=None, derandomize=True, database=None, phases=[Phase.generate])


@few
@pytest.mark.parametrize("name", [name for name in KINDS if name != "d.pdf"])
@given(data=st.data())
def test_spans_hold_in_any_script(name: str, data: st.DataObject, count: Callable):
    """Whatever script, sign or invisible character a file holds, what is cited is there."""
    content = data.draw(contents(PLAIN + SCRIPTS))
    check(name, KINDS[name](content), content, count)


@few
@given(content=contents([word for word in PLAIN if word.isascii()]))
def test_spans_hold_in_a_pdf(content: Content, count: Callable):
    """The same for a PDF, in the letters of its standard fonts."""
    check("d.pdf", KINDS["d.pdf"](content), content, count)
