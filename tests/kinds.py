"""One small document in every format: a heading, sentences and a table, written by its own library."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import docx
import pptx
from openpyxl import Workbook
from pptx.util import Inches
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

CONTAINER = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
PACKAGE = (
    '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>'
)


@dataclass(frozen=True)
class Content:
    """What the document says; the first of `rows` is the header."""

    heading: str
    sentences: Sequence[str]
    rows: Sequence[Sequence[str]]


def to_html(content: Content) -> bytes:
    """A page."""
    cells = [("th" if i == 0 else "td", row) for i, row in enumerate(content.rows)]
    rows = "".join(
        f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in row)}</tr>" for tag, row in cells
    )
    body = "".join(f"<p>{escape(sentence)}</p>" for sentence in content.sentences)
    heading = f"<h1>{escape(content.heading)}</h1>"
    return f"<html><body>{heading}{body}<table>{rows}</table></body></html>".encode()


def to_rst(content: Content) -> bytes:
    """A reStructuredText file."""
    escaped = str.maketrans({char: f"\\{char}" for char in "\\`*_|:"})
    rows = (
        "".join(f"   {'*' if i == 0 else ' '} - {cell.translate(escaped)}\n" for i, cell in enumerate(row))
        for row in content.rows
    )
    table = ".. list-table::\n   :header-rows: 1\n\n" + "".join(rows)
    body = [sentence.translate(escaped) for sentence in content.sentences]
    return "\n\n".join([f"{content.heading}\n{'=' * 200}", *body, table]).encode()


def to_epub(content: Content) -> bytes:
    """A book of one chapter."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("c.opf", PACKAGE)
        archive.writestr("a.xhtml", to_html(content))
    return buffer.getvalue()


def to_docx(content: Content) -> bytes:
    """A text document."""
    document = docx.Document()
    document.add_heading(content.heading, 1)
    for sentence in content.sentences:
        document.add_paragraph(sentence)
    table = document.add_table(0, len(content.rows[0]))
    for row in content.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = row is content.rows[0]
    return _saved(document)


def to_pptx(content: Content) -> bytes:
    """A presentation of one slide."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = content.heading
    box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(5), Inches(1)).text_frame
    box.text = "\n".join(content.sentences)
    size = (len(content.rows), len(content.rows[0]))
    table = slide.shapes.add_table(*size, Inches(1), Inches(4), Inches(5), Inches(1)).table
    for cell, text in zip(table.iter_cells(), [text for row in content.rows for text in row], strict=True):
        cell.text = text
    return _saved(deck)


def to_xlsx(content: Content) -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    book.active.title = "Sheet of words"
    for row in ([content.heading], *([sentence] for sentence in content.sentences), [], *content.rows):
        book.active.append(list(row))
    return _saved(book)


def to_csv(content: Content) -> bytes:
    """A table with its titles above."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([[content.heading], *([s] for s in content.sentences), [], *content.rows])
    return buffer.getvalue().encode()


def to_notebook(content: Content) -> bytes:
    """A notebook of Markdown, code, and a data frame."""
    words = [f"# {content.heading}\n", "\n", *(f"{sentence}\n\n" for sentence in content.sentences)]
    shown = {"output_type": "display_data", "data": {"text/html": to_html(content).decode()}}
    cells = [
        {"cell_type": "markdown", "source": words},
        {"cell_type": "code", "source": "frame", "outputs": [shown]},
    ]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}).encode()


def to_pdf(content: Content) -> bytes:
    """A page with a ruled table."""
    styles = getSampleStyleSheet()
    buffer = io.BytesIO()
    table = Table(
        [list(row) for row in content.rows], style=TableStyle([("GRID", (0, 0), (-1, -1), 1, "black")])
    )
    body = [Paragraph(escape(sentence), styles["BodyText"]) for sentence in content.sentences]
    SimpleDocTemplate(buffer).build([Paragraph(escape(content.heading), styles["Heading1"]), *body, table])
    return buffer.getvalue()


KINDS: dict[str, Callable[[Content], bytes]] = {
    "d.html": to_html,
    "d.rst": to_rst,
    "d.epub": to_epub,
    "d.docx": to_docx,
    "d.pptx": to_pptx,
    "d.xlsx": to_xlsx,
    "d.csv": to_csv,
    "d.ipynb": to_notebook,
    "d.pdf": to_pdf,
}
"""A file's name, and what writes it."""


def _saved(thing: object) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()
