"""Writes a source as a Word document with real heading, list and table styles."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from source import Block, bold_parts

_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
_STYLES = {"paragraph": "Normal", "item": "List Bullet", "step": "List Number"}


def write(blocks: Sequence[Block]) -> bytes:
    """The document's bytes, the same for the same blocks."""
    document = Document()
    _describe(document, blocks[0].text)
    previous = ""
    numbering = 0
    for block in blocks:
        if block.kind == "heading":
            document.add_heading(block.text, block.level)
        elif block.kind == "table":
            _table(document, block.rows)
        else:
            paragraph = document.add_paragraph(style=_STYLES[block.kind])
            _runs(paragraph, block.text)
            if block.kind == "step":
                numbering = numbering if previous == "step" else _new_numbering(document)
                _number(paragraph, numbering)
        previous = block.kind
    return _without_times(document)


def _describe(document: Any, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "interview-rag", ""
    properties.created = properties.modified = _EPOCH


def _runs(paragraph: Any, text: str) -> None:
    for part, bold in bold_parts(text):
        paragraph.add_run(part).bold = bold or None


def _table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            _runs(cell.paragraphs[0], f"**{text}**" if row is table.rows[0] else text)
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    document.add_paragraph()


def _new_numbering(document: Any) -> int:
    """A list of its own, counting from 1, with the look of the style's list."""
    style = document.styles["List Number"].element
    origin = style.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    abstract = numbering.num_having_numId(origin).abstractNumId.val
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(num.numId)


def _number(paragraph: Any, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def _without_times(document: Any) -> bytes:
    """Saves with one fixed time on every member: a zip holds the clock otherwise."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
