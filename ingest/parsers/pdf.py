"""PDF: lines and tables from the page, put together again as structure; scanned pages by OCR."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ingest.errors import UnreadableDocument
from ingest.parsers import OCR_MISSING, normalise, ocr
from ingest.parsers.builder import Parsed
from ingest.parsers.content import TORN
from ingest.parsers.pdffurniture import without_furniture
from ingest.parsers.pdflayout import write_pages
from ingest.parsers.pdflines import PageContent
from ingest.parsers.pdfpage import LeanPage, arranged, read_page
from ingest.parsers.pdfseen import Sight

# It reports every oddity of a file; what matters to the user is whether text came out.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

PDFIUM = RLock()
"""PDFium may be used by one thread at a time (https://pypdfium2.readthedocs.io): whoever draws holds this."""

_METADATA = {"Author": "author", "Subject": "subject", "Keywords": "keywords"}
_DATES = {"CreationDate": "created", "ModDate": "modified"}
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_NOTHING = re.compile(r"\(?(?:anonymous|unspecified|untitled|unknown|none)\)?", re.IGNORECASE)
_SCAN_WORDS = 100
"""Letters up to which a page that is covered by a picture counts as a scan: a stamp, a page number."""

_COVER = 1000
"""Characters at the start of a text in which its title stands."""

_SCAN_SCALE = 200 / 72
_SCAN_COVER = 0.5


def parse(data: bytes, name: str) -> Parsed:
    """Read a PDF; a scan is read where OCR is installed, and refused where it is not."""
    with opened(data) as (document, drawn):
        pages = list(_pages(document, drawn))
        metadata = _metadata(document)
        title = document.metadata.get("Title", "")
    if not pages:
        raise UnreadableDocument("damaged, or not a PDF file: it has no pages")
    unread = [page.number for page in pages if page.unread]
    if not any(page.parts or page.hidden for page in pages):
        why = f"; {OCR_MISSING}" if unread else ""
        raise UnreadableDocument(f"no text on its {len(pages)} pages{why}")
    metadata["pages"] = len(pages)
    read = [page.number for page in pages if page.scanned]
    if read:
        metadata["ocr_pages"] = read
    if unread:
        metadata["unread_pages"] = unread
    out = write_pages(without_furniture(pages))
    title = normalise.words(_useful_title(title if isinstance(title, str) else ""))
    parsed = out.parsed(name, title, metadata)
    # The first of the largest headings may be "List of Tables"; what the cover says too is the title.
    printed = title.casefold() in parsed.text[:_COVER].casefold()
    return replace(parsed, title=title) if title and printed else parsed


@contextmanager
def opened(data: bytes) -> Iterator[tuple[PDF, Any]]:
    """The file as pdfplumber reads it and as pdfium draws it; raises `UnreadableDocument`."""
    with PDFIUM:
        document, drawn = _open(data)
        try:
            yield document, drawn
        except PdfminerException as error:
            raise UnreadableDocument(_reason(error)) from error
        finally:
            if drawn is not None:
                drawn.close()
            document.close()


def _open(data: bytes) -> tuple[PDF, Any]:
    try:
        document = pdfplumber.open(io.BytesIO(data))
        # Asked for here, since a torn page tree shows only then.
        return document, pypdfium2.PdfDocument(data) if document.pages else None
    except PdfminerException as error:
        raise UnreadableDocument(_reason(error)) from error
    except (MalformedPDFException, pypdfium2.PdfiumError, *TORN) as error:
        raise UnreadableDocument("damaged, or not a PDF file") from error


def read(page: Page, drawn: Any) -> PageContent:
    """One page, by OCR where it is a scan and OCR is installed."""
    page = LeanPage(page.pdf, page.page_obj, page.page_number, page.initial_doctop)
    view = sheet(page, drawn)
    covered = _is_covered(page)
    content = read_page(page, Sight(view, page.mediabox[:2], page.cropbox))
    letters = sum(word.letters for word in content.lines)
    if not covered or letters > _SCAN_WORDS or any(part not in content.lines for part in content.parts):
        return content
    if not ocr.available():
        return replace(content, unread=not content.parts)
    pixels = view.render(scale=_SCAN_SCALE).to_numpy()
    words = ocr.even_sizes(ocr.read_words(np.asarray(pixels[:, :, 2::-1]), _SCAN_SCALE))
    scan = arranged(content.number, content.width, content.height, words)
    return replace(scan, hidden=content.hidden, scanned=bool(words)) if words else content


def sheet(page: Page, drawn: Any) -> Any:
    """The page as pdfium draws it, with what the crop box hides: words and boxes have their places on that.

    The media box may stand at a page's parents, where pdfium's own question for it does not look.
    """
    view = drawn[page.page_number - 1]
    view.set_cropbox(*page.page_obj.mediabox)
    return view


def _pages(document: PDF, drawn: Any) -> Iterator[PageContent]:
    for page in document.pages:
        yield read(page, drawn)


def _is_covered(page: Page) -> bool:
    """Whether pictures, or letters drawn as curves, take up most of the page."""
    area = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    return area > _SCAN_COVER * float(page.width) * float(page.height) or (
        not page.chars and len(page.curves) > 50
    )


def _metadata(document: PDF) -> dict[str, Any]:
    texts = {key: value.strip() for key, value in document.metadata.items() if isinstance(value, str)}
    found: dict[str, Any] = {
        ours: texts[theirs]
        for theirs, ours in _METADATA.items()
        if texts.get(theirs) and not _NOTHING.fullmatch(texts[theirs])
    }
    for theirs, ours in _DATES.items():
        date = _DATE.match(texts.get(theirs, ""))
        if date:
            year, month, day, *clock = date.groups()
            found[ours] = f"{year}-{month or '01'}-{day or '01'}" + (
                f" {clock[0]}:{clock[1]}:{clock[2] or '00'}" if clock[0] and clock[1] else ""
            )
    language = document.doc.catalog.get("Lang")
    if isinstance(language, bytes) and language:
        found["language"] = language.decode("latin-1")
    return found


def _reason(error: PdfminerException) -> str:
    cause = type(error.args[0]).__name__ if error.args else ""
    if "Password" in cause or "Encryption" in cause:
        return "password-protected; remove the password first"
    return "damaged, or not a PDF file"


def _useful_title(title: str) -> str:
    """A title that a person wrote, not the name of the program's input file."""
    return (
        ""
        if re.search(
            r"\.\w{2,4}$|^(?:untitled|anonymous|\(.*\)|microsoft word.*)$", title.strip(), re.IGNORECASE
        )
        else title
    )
