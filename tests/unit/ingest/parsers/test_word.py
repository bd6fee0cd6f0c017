"""DOCX: body order, lists, tables, code."""

import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

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


def test_definitions_are_entries_with_their_terms(show):
    """As pandoc and LibreOffice style them; a lone term and a second paragraph stand by themselves."""
    document = docx.Document()
    for name in ("Definition Term", "Definition", "List Heading", "List Contents"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for style, text in (
        ("Definition Term", "fog"),
        ("Definition", "Thick air."),
        ("Definition", "It rises."),
        ("Definition Term", "horn"),
        ("List Heading", "quay"),
        ("List Contents", "Where ferries go."),
        ("Normal", "The end."),
        ("Definition Term", "ferry"),
    ):
        document.add_paragraph(text, style=style)
    assert show(parse(saved(document), "x.docx")) == [
        ("item", 0, "fog: Thick air."),
        ("paragraph", 0, "It rises."),
        ("item", 0, "horn"),
        ("item", 0, "quay: Where ferries go."),
        ("paragraph", 0, "The end."),
        ("item", 0, "ferry"),
    ]


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


def test_damaged_files_are_refused():
    """They give one line that says so; `test_content.py` has those under a password."""
    other_zip = io.BytesIO()
    with zipfile.ZipFile(other_zip, "w") as archive:
        archive.writestr("x", "y")
    for data in (b"not a zip", saved(docx.Document())[:900], other_zip.getvalue()):
        with pytest.raises(UnreadableDocument, match="damaged"):
            parse(data, "x.docx")


def test_hidden_runs_are_set_apart(show):
    """Vanished, tiny and white words are no text; white words on a dark ground are."""
    document = docx.Document()
    paragraph = document.add_paragraph("seen ")
    paragraph.add_run("vanished").font.hidden = True
    paragraph.add_run("tiny").font.size = Pt(1)
    paragraph.add_run("white").font.color.rgb = RGBColor(255, 255, 255)
    lit = paragraph.add_run("marked")
    lit.font.color.rgb, lit.font.highlight_color = RGBColor(255, 255, 255), WD_COLOR_INDEX.BLACK
    table = document.add_table(rows=1, cols=2, style="Light Grid Accent 1")
    for cell in table.rows[0].cells:
        run = cell.paragraphs[0].add_run("styled")
        run.font.color.rgb = RGBColor(255, 255, 255)
    secret = document.styles.add_style("Secret", WD_STYLE_TYPE.PARAGRAPH)
    secret.font.hidden = True
    document.add_paragraph("by its style", style="Secret")
    parsed = parse(saved(document), "x.docx")
    assert show(parsed) == [("paragraph", 0, "seen marked"), ("row", 0, "styled | styled")]
    assert [(h.text, h.why) for h in parsed.hidden] == [
        ("vanished", "hidden by its format"),
        ("tiny", "zero size"),
        ("white", "white on white"),
        ("by its style", "hidden by its format"),
    ]


def test_real_documents(show, shared):
    """Headings, a table and a picture's description; formulas keep fractions and powers."""
    paper = parse(shared("test.docx"), "test.docx")
    assert ("row", 0, "13 | 14 | 49e168b7-d2ae-407f-a055-2167576f39a1 | 15 | 16 | 17") in show(paper)
    assert ("heading", 3, "d666f1f7-46cb-42bd-9a39-9a39cf2a509f") in show(paper)
    formulas = [text for _, _, text in show(parse(shared("equations.docx"), "equations.docx"))]
    assert "sinθ=mλ/a=((1)(550×10^(-6) mm))/(2.5 mm)=2.2×10^(-4)" in formulas
    assert paper.hidden == ()
