"""Boxes of a quote's words, proved on the drawn page."""

import io

import numpy as np
import pypdfium2
import pytest
from reportlab.lib import pagesizes
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.parsers.pdf import parse
from ingest.parsers.pdfboxes import page_boxes
from ingest.types import Document

SCALE = 3
BODY = getSampleStyleSheet()["BodyText"]
RED = '<font color="red">{}</font>'
BEFORE = "The herd of the north is larger than that of the south, and it wanders further every year. "
QUOTE = "Zebras graze in the morning, before the heat of the day drives them to the trees near the water."


def built(*flowables) -> bytes:
    """A PDF of these flowables."""
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=pagesizes.A5).build(list(flowables))
    return buffer.getvalue()


def read(data: bytes) -> Document:
    """The document that a PDF gives."""
    parsed = parse(data, "x.pdf")
    return Document("x.pdf", parsed.title, parsed.text, parsed.blocks)


def drawn(data: bytes, page: int) -> np.ndarray:
    """A page's pixels, RGB."""
    return pypdfium2.PdfDocument(data)[page - 1].render(scale=SCALE, rev_byteorder=True).to_numpy()[:, :, :3]


def check(data: bytes, quote: str, occurrence: int = 0) -> set[int]:
    """All red ink lies in the boxes of the quote and no black ink does; gives the pages."""
    document = read(data)
    start = -1
    for _ in range(occurrence + 1):
        start = document.text.index(quote, start + 1)
    boxes = page_boxes(data, document, start, start + len(quote))
    assert boxes
    for page in {box.page for box in boxes} | {1}:
        pixels = drawn(data, page).astype(int)
        inside = np.zeros(pixels.shape[:2], bool)
        for box in boxes:
            if box.page == page:
                rows = slice(round(box.top * SCALE) - 1, round(box.bottom * SCALE) + 1)
                inside[rows, round(box.x0 * SCALE) - 1 : round(box.x1 * SCALE) + 1] = True
        red = (pixels[:, :, 0] > 200) & (pixels[:, :, 1] < 100)
        black = pixels.max(axis=2) < 60
        assert not (red & ~inside).any()
        assert (red & inside).any()
        assert not (black & inside).any()
    return {box.page for box in boxes}


def test_a_sentence_within_a_paragraph():
    """The words of a quote, over several lines, and none of the words around it."""
    text = Paragraph(f"{BEFORE}{RED.format(QUOTE)} {BEFORE}", BODY)
    assert check(built(text), QUOTE) == {1}


def test_the_right_one_of_two_alike():
    """Where the same words stand twice, the range tells which are meant."""
    text = Paragraph(f"{BEFORE}{QUOTE} {BEFORE}{RED.format(QUOTE)}", BODY)
    assert check(built(text), QUOTE, occurrence=1) == {1}


def test_words_cut_at_the_line_end():
    """Both halves of a word that a hyphen parted."""
    text = Paragraph(f"It may {RED.format('halluci-<br/>nate')} now.", BODY)
    assert check(built(text), "hallucinate") == {1}


def test_a_cell_of_a_table():
    """A row's words in their cells, with rules and without."""
    rows = [["Name", "Weight"], ["zebra", "350 kg"], ["crane", "6 kg"], ["otter", "9 kg"]]
    for style in ([("GRID", (0, 0), (-1, -1), 0.5, "grey")], []):
        table = Table(rows, style=TableStyle([*style, ("TEXTCOLOR", (0, 2), (-1, 2), "red")]), colWidths=120)
        assert check(built(table), "crane | 6 kg") == {1}


def test_a_sentence_that_goes_on_overleaf():
    """Its boxes lie on both pages."""
    data = built(
        Paragraph(RED.format("It went on and on and"), BODY), PageBreak(), Paragraph(RED.format("on"), BODY)
    )
    assert check(data, "It went on and on and on") == {1, 2}


@pytest.mark.parametrize("angle", [0, 90])
def test_a_turned_page(angle: int):
    """Boxes are where the words are seen, on a page that is shown turned."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.A5)
    canvas.setPageRotation(angle)
    if angle:
        canvas.translate(300, 100)
        canvas.rotate(90)
    else:
        canvas.translate(72, 400)
    canvas.drawString(0, 40, "Lions sleep.")
    canvas.setFillColorRGB(1, 0, 0)
    canvas.drawString(0, 0, "Zebras graze.")
    canvas.save()
    assert check(buffer.getvalue(), "Zebras graze.") == {1}


def test_every_block_of_a_real_page_is_found(shared):
    """Each word of each block of a paper has a box, and the boxes come in the block's order."""
    data = shared("test.pdf")
    document = read(data)
    for block in document.blocks:
        boxes = page_boxes(data, document, block.start, block.end)
        joined = "".join(box.text.removesuffix("-") for box in boxes)
        letters = "".join(char for char in document.text[block.start : block.end] if char.isalnum())
        assert "".join(char for char in joined if char.isalnum()).endswith(letters)
