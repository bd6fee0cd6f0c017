"""Print in pictures: images, scanned pages, and what is said where OCR is not installed."""

import io
import subprocess
import sys

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib import pagesizes
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableDocument
from ingest.parsers import parse

pytest.importorskip("rapidocr", reason="needs the extra: ocr")

LINES = ["FEEDING ZEBRAS", "Zebras graze in the morning.", "They drink at noon."]


@pytest.fixture(scope="module")
def photograph() -> Image.Image:
    """A page of print as pixels."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.A6)
    for number, line in enumerate(LINES):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(30, 360 - 40 * number, line)
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0]
    return page.render(scale=2).to_pil().convert("RGB")


def encoded(image: Image.Image, kind: str) -> bytes:
    """An image file."""
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def test_a_picture_is_read(show, photograph: Image.Image):
    """Its lines are text, capitals on a line of their own a heading, and the metadata says so."""
    parsed = parse(encoded(photograph, "PNG"), "zebra.png")
    assert show(parsed) == [
        ("heading", 1, LINES[0]),
        ("paragraph", 0, LINES[1]),
        ("paragraph", 0, LINES[2]),
    ]
    assert parsed.metadata == {"pages": 1, "ocr_pages": [1]}


def test_a_scanned_page_is_read_among_others(photograph: Image.Image):
    """A page without a text layer is read by OCR, at its place, and the others are not."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.A6)
    canvas.drawString(30, 300, "A page of text, nothing but text.")
    canvas.showPage()
    canvas.drawImage(ImageReader(photograph), 0, 0, *pagesizes.A6)
    canvas.showPage()
    canvas.save()
    parsed = parse(buffer.getvalue(), "x.pdf")
    assert parsed.metadata["ocr_pages"] == [2]
    pages = {parsed.text[block.start : block.end]: block.page for block in parsed.blocks}
    assert pages == {"A page of text, nothing but text.": 1, LINES[0]: 2, LINES[1]: 2, LINES[2]: 2}


def test_a_picture_without_words_is_reported():
    """White paper gives a reason, not an empty document."""
    with pytest.raises(UnreadableDocument, match="no words"):
        parse(encoded(Image.new("RGB", (300, 200), "white"), "JPEG"), "x.jpg")


def test_a_damaged_picture_is_reported(photograph: Image.Image):
    """Half a file gives one line."""
    data = encoded(photograph, "PNG")
    with pytest.raises(UnreadableDocument, match="damaged"):
        parse(data[: len(data) // 2], "x.png")


def test_without_the_extra_it_says_what_to_install(photograph: Image.Image, tmp_path):
    """One line names the extra; nothing is read as empty."""
    path = tmp_path / "x.png"
    path.write_bytes(encoded(photograph, "PNG"))
    code = (
        "import sys; sys.modules['rapidocr'] = None\n"
        "from pathlib import Path; from ingest.reading import read_paths\n"
        f"print([skipped.reason for skipped in read_paths([Path({str(path)!r})])])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert 'pip install "interview-rag[ocr]"' in done.stdout.replace("\\", "")


@pytest.mark.slow
def test_real_pictures(show, shared):
    """A screenshot and a scanned report: words, tables with their headers, headings in capitals."""
    picture = parse(shared("test_llm.jpg"), "test_llm.jpg")
    assert 'be sure to mention the string "5bda1dd6"' in picture.text
    report = pypdfium2.PdfDocument(shared("MEDRPT-2024-PAT-3847_medical_report_scan.pdf"))
    one, buffer = pypdfium2.PdfDocument.new(), io.BytesIO()
    one.import_pages(report, [1])
    one.save(buffer)
    scan = parse(buffer.getvalue(), "x.pdf")
    shown = show(scan)
    assert {
        ("header", 0, "Test | Result | Reference Range | Flag"),
        ("row", 0, "Total Cholesterol | 215 mg/dL | <200 mg/dL | HIGH"),
        ("row", 0, "Platelets | 245,000/μL | 150,000-400,000/μL"),
    } <= set(shown)
    headings = [text for kind, _, text in shown if kind == "heading"]
    assert headings == ["PHYSICAL EXAMINATION", "LABORATORY RESULTS", "IMAGING STUDIES", "ASSESSMENT"]
