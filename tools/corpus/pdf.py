"""Writes a source as a PDF with running header and footer, and ruled tables."""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Spacer, Table
from source import Block, bold_parts

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13.5, spaceAfter=6)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=9, leading=11.5, spaceAfter=0)
_SIZES = {1: 20, 2: 15, 3: 12}
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
    ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def write(blocks: Sequence[Block]) -> bytes:
    """The file's bytes, the same for the same blocks."""
    title = blocks[0].text
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        invariant=1,
        title=title,
        author="interview-rag",
        topMargin=2.4 * cm,
        bottomMargin=2.2 * cm,
    )

    def furniture(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(2.5 * cm, A4[1] - 1.4 * cm, f"Interview notes: {title}")
        canvas.drawRightString(A4[0] - 2.5 * cm, 1.2 * cm, f"Page {page.page}")

    template.build(_flowables(blocks), onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def _flowables(blocks: Sequence[Block]) -> list[Any]:
    found: list[Any] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind in ("item", "step"):
            found.append(_list([block.text for block in group], numbered=kind == "step"))
            continue
        found += [flowable for block in group for flowable in _single(block)]
    return found


def _single(block: Block) -> list[Any]:
    if block.kind == "heading":
        return [Paragraph(_markup(block.text), _heading(block.level))]
    if block.kind == "table":
        return [_table(block.rows), Spacer(1, 8)]
    return [Paragraph(_markup(block.text), _BODY)]


def _heading(level: int) -> ParagraphStyle:
    size = _SIZES[level]
    return ParagraphStyle(
        f"heading{level}",
        fontName="Helvetica-Bold",
        fontSize=size,
        leading=size * 1.25,
        spaceBefore=size * 0.8,
        spaceAfter=size * 0.45,
        keepWithNext=1,
    )


def _list(texts: Sequence[str], numbered: bool) -> ListFlowable:
    entries = [ListItem(Paragraph(_markup(text), _BODY)) for text in texts]
    if numbered:
        return ListFlowable(entries, bulletType="1", bulletFormat="%s.", bulletFontSize=10, leftIndent=18)
    # Symbol, because PDF readers get "(cid:127)" for the bullet of the Latin standard fonts.
    return ListFlowable(
        entries, bulletType="bullet", start="•", bulletFontName="Symbol", bulletFontSize=10, leftIndent=18
    )


def _table(rows: Sequence[Sequence[str]]) -> Table:
    header, *body = rows
    cells = [[Paragraph(f"<b>{escape(cell)}</b>", _CELL) for cell in header]]
    cells += [[Paragraph(_markup(cell), _CELL) for cell in row] for row in body]
    return Table(cells, style=_GRID, colWidths=[16 * cm / len(header)] * len(header), repeatRows=1)


def _markup(text: str) -> str:
    return "".join(f"<b>{escape(part)}</b>" if bold else escape(part) for part, bold in bold_parts(text))
