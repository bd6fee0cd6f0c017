"""Images: their print, by OCR; every frame of a TIFF is a page."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.errors import UnreadableDocument
from ingest.parsers import OCR_MISSING, ocr
from ingest.parsers.builder import Parsed
from ingest.parsers.pdflayout import write_pages
from ingest.parsers.pdflines import PageContent
from ingest.parsers.pdfpage import arranged

_LONGEST_SIDE = 3000
"""Pixels; a photograph has more than its print needs."""

_MAX_FRAMES = 200


def parse(data: bytes, name: str) -> Parsed:
    """Read an image; raises `UnreadableDocument` where OCR is not installed, or finds no words."""
    if not ocr.available():
        raise UnreadableDocument(OCR_MISSING)
    try:
        pages = list(_pages(data))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableDocument("damaged, or not an image") from error
    if not any(page.parts for page in pages):
        raise UnreadableDocument("OCR found no words in it")
    numbers = [page.number for page in pages if page.parts]
    return write_pages(pages).parsed(name, "", {"pages": len(pages), "ocr_pages": numbers})


def _pages(data: bytes) -> Iterator[PageContent]:
    with Image.open(io.BytesIO(data)) as image:
        # An animation is one picture; a TIFF is a stack of pages.
        frames = ImageSequence.Iterator(image) if image.format == "TIFF" else iter([image])
        for number, frame in enumerate(frames, start=1):
            if number > _MAX_FRAMES:
                return
            page = _plain(frame)
            words = ocr.even_sizes(ocr.read_words(np.asarray(page)))
            yield arranged(number, float(page.width), float(page.height), words)


def _plain(frame: Image.Image) -> Image.Image:
    """Upright, on white where it is transparent, and of a sensible size."""
    upright = ImageOps.exif_transpose(frame).convert("RGBA")
    page = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")
    page.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return page
