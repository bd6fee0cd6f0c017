"""The files that documents were read from, as long as they are still what was read."""

import io
from hashlib import sha256
from pathlib import Path

from ingest.types import Document
from serve.library import UnknownDocument

UPLOADS = "uploads"
"""Of the data directory: what was uploaded stays here."""
SCALE = 2.0
"""Pixels a point: a page is about 1200 wide."""
_MARKER = (255, 221, 87)


class OriginalMissing(UnknownDocument):
    """The file is gone, or no longer what the document was read from."""


class NoSuchPage(UnknownDocument):
    """The document has no such page."""


def original(document: Document, data_dir: Path) -> bytes:
    """The bytes that the document was read from, known by their hash; raises OriginalMissing."""
    source = Path(str(document.metadata.get("source", "")))
    # A data directory may have been moved since.
    moved = [data_dir / UPLOADS / Path(*source.parts[-deep:]) for deep in (1, 2)]
    for path in (source, *moved):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if sha256(data).hexdigest() == document.metadata.get("sha256"):
            return data
    raise OriginalMissing(
        f"the file of {document.id!r} is gone or is not what was read: ingest it again to see its pages"
    )


def page_picture(document: Document, data: bytes, number: int, start: int, end: int) -> bytes:
    """A PDF's page (from 1) as PNG, with the words of `document.text[start:end]` marked.

    Raises NoSuchPage, and UnreadableDocument where the file does not open.
    """
    from PIL import Image, ImageChops, ImageDraw

    from ingest.parsers.pdf import opened, sheet
    from ingest.parsers.pdfboxes import page_boxes

    if document.metadata.get("format") != "pdf":
        raise NoSuchPage(f"{document.id!r} is no PDF: its pages cannot be drawn")
    boxes = [b for b in page_boxes(data, document, start, end) if b.page == number] if start < end else []
    with opened(data) as (read, drawn):
        if drawn is None or not 1 <= number <= len(drawn):
            raise NoSuchPage(f"{document.id!r} has no page {number}")
        picture = sheet(read.pages[number - 1], drawn).render(scale=SCALE).to_pil().convert("RGB")
    marks = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(marks)
    for box in boxes:
        pen.rectangle([v * SCALE for v in (box.x0, box.top, box.x1, box.bottom)], fill=_MARKER)
    out = io.BytesIO()
    # As a marker does it: black stays black, white takes the colour.
    ImageChops.multiply(picture, marks).save(out, "PNG")
    return out.getvalue()
