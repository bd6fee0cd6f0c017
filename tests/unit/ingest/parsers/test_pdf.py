"""PDF: structure from looks and positions."""

import io

import pytest
from reportlab.lib import pagesizes
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    Preformatted,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from ingest.errors import UnreadableDocument
from ingest.parsers.pdf import parse

STYLES = getSampleStyleSheet()
LONG = "A sentence that is long enough to be broken over several lines of the page by the layout. " * 3


def made(*flowables, **options) -> bytes:
    """A PDF of these flowables, with a running head and page numbers."""

    def furniture(canvas, _document):
        canvas.drawString(72, 760, "Running head of the book")
        canvas.drawString(290, 40, f"Page {canvas.getPageNumber()}")

    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=pagesizes.LETTER, **options)
    document.build(list(flowables), onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()


def test_structure(show):
    """Headings by size, paragraphs from lines, bullets, steps, code and ruled tables are told apart."""
    body, title = STYLES["BodyText"], STYLES["Title"]
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
    data = made(
        Paragraph("The Guide", title),
        Paragraph(LONG, body),
        Paragraph("A Section", STYLES["Heading2"]),
        ListFlowable(
            [ListItem(Paragraph(text, body)) for text in ("dot one", LONG)], bulletType="bullet", start="•"
        ),
        Paragraph("Steps:", body),
        Paragraph("1. First", body),
        Paragraph("2. Second", body),
        Preformatted("def f():\n    return 1", STYLES["Code"]),
        Table([["Name", "Size"], ["a", "1"], ["b", "2"]], style=grid),
        PageBreak(),
        Paragraph("Overleaf.", body),
    )
    parsed = parse(data, "x.pdf")
    assert show(parsed) == [
        ("heading", 1, "The Guide"),
        ("paragraph", 0, LONG.strip()),
        ("heading", 2, "A Section"),
        ("item", 0, "dot one"),
        ("item", 0, LONG.strip()),
        ("paragraph", 0, "Steps:"),
        ("step", 0, "First"),
        ("step", 0, "Second"),
        ("code", 0, "def f():\n    return 1"),
        ("header", 0, "Name | Size"),
        ("row", 0, "a | 1"),
        ("row", 0, "b | 2"),
        ("paragraph", 0, "Overleaf."),
    ]
    assert [block.page for block in parsed.blocks] == [1] * 12 + [2]
    assert parsed.title == "The Guide"


def test_words_cut_at_the_line_end_are_joined(show):
    """A hyphen goes, unless the word is written with it elsewhere."""
    style = ParagraphStyle("narrow", parent=STYLES["BodyText"])
    lines = "It may halluci-<br/>nate in a few-<br/>shot prompt, and few-shot prompts are common."
    shown = show(parse(made(Paragraph(lines, style)), "x.pdf"))
    assert shown[-1:] == [
        ("paragraph", 0, "It may hallucinate in a few-shot prompt, and few-shot prompts are common.")
    ]


def test_two_columns_are_read_one_after_the_other():
    """The left column ends before the right one begins."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.LETTER)
    for column, x in (("left", 72), ("right", 320)):
        for number in range(20):
            canvas.drawString(x, 700 - 14 * number, f"The {column} column goes on in line {number}")
    canvas.save()
    text = parse(buffer.getvalue(), "x.pdf").text
    assert text.index("left column goes on in line 19") < text.index("right column goes on in line 0")


def test_unreadable_files_are_refused():
    """Scans, protected and damaged files each give their reason."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(10, 10, 50, 50)
    canvas.save()
    with pytest.raises(UnreadableDocument, match="OCR"):
        parse(buffer.getvalue(), "x.pdf")
    with pytest.raises(UnreadableDocument, match="password"):
        parse(made(Paragraph("x", STYLES["BodyText"]), encrypt="secret"), "x.pdf")
    for damaged in (b"%PDF-1.4 nothing", b"hello", made(Paragraph("x", STYLES["BodyText"]))[:300]):
        with pytest.raises(UnreadableDocument, match="damaged"):
            parse(damaged, "x.pdf")
