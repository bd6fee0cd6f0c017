"""DOCX: body order, lists, tables, code."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.errors import UnreadableDocument
from ingest.parsers.word import parse


def saved(document) -> bytes:
    """A document as the bytes of its file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_structure(show):
    """Headings below the title, lists with their numbers, tables in place, code lines as one block."""
    document = docx.Document()
    document.core_properties.author = "Ann"
    document.add_heading("The Guide", 0)
    document.add_heading("Part", 1)
    document.add_paragraph("Lead.")
    document.add_paragraph("dot", style="List Bullet")
    document.add_paragraph("inner", style="List Bullet 2")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for r in table.rows for c in r.cells), ["Name", "Size", "a | b", ""], strict=True
    ):
        cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    for text in ("one", "two"):
        document.add_paragraph(text, style="List Number")
    document.add_heading("Next", 1)
    document.add_paragraph("one again", style="List Number")
    for line in ("def f():", "    return 1"):
        document.add_paragraph().add_run(line).font.name = "Courier New"
    document.add_paragraph().add_run("Q7: Why?").bold = True
    parsed = parse(saved(document), "x.docx")
    assert show(parsed) == [
        ("heading", 1, "The Guide"),
        ("heading", 2, "Part"),
        ("paragraph", 0, "Lead."),
        ("item", 0, "dot"),
        ("item", 1, "inner"),
        ("header", 0, "Name | Size"),
        ("row", 0, "a / b"),
        ("step", 0, "one"),
        ("step", 0, "two"),
        ("heading", 2, "Next"),
        ("step", 0, "one again"),
        ("code", 0, "def f():\n    return 1"),
        ("heading", 3, "Q7: Why?"),
    ]
    assert [block.marker for block in parsed.blocks if block.kind == "step"] == ["1", "2", "1"]
    assert parsed.metadata["author"] == "Ann"


def test_insertions_count_and_deletions_do_not(show):
    """Tracked changes are read as accepted."""
    document = docx.Document()
    paragraph = document.add_paragraph("kept ")
    for tag, inner in (("w:ins", "w:t"), ("w:del", "w:delText")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        text.text = tag
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    assert show(parse(saved(document), "x.docx")) == [("paragraph", 0, "kept w:ins")]


def test_an_outline_level_makes_a_heading(show):
    """A paragraph of any style with an outline level is a heading of that level."""
    document = docx.Document()
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    document.add_paragraph("Deep")._p.get_or_add_pPr().append(level)
    assert show(parse(saved(document), "x.docx")) == [("heading", 2, "Deep")]


def test_damaged_and_protected_files_are_refused():
    """Both give one line that says what is wrong."""
    other_zip = io.BytesIO()
    with zipfile.ZipFile(other_zip, "w") as archive:
        archive.writestr("x", "y")
    for data in (b"not a zip", saved(docx.Document())[:900], other_zip.getvalue()):
        with pytest.raises(UnreadableDocument, match="damaged"):
            parse(data, "x.docx")
    with pytest.raises(UnreadableDocument, match="password"):
        parse(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "x.docx")
