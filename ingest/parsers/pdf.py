"""PDF: lines and ruled tables from the page, put together again as structure."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed
from ingest.parsers.pdflayout import write_pages
from ingest.parsers.pdflines import PageContent, TableContent, inside, read_lines, without_running_heads

# It reports every oddity of a file; what matters to the user is whether text came out.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_METADATA = {"Author": "author", "Subject": "subject", "Keywords": "keywords", "CreationDate": "created"}


def parse(data: bytes, name: str) -> Parsed:
    """Read a PDF that holds text; a scan without a text layer is refused."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = [_read_page(page) for page in document.pages]
            information = {key: value for key, value in document.metadata.items() if isinstance(value, str)}
    except PdfminerException as error:
        raise UnreadableDocument(_reason(error)) from error
    if not pages:
        raise UnreadableDocument("damaged, or not a PDF file: it has no pages")
    if not any(page.lines or page.tables for page in pages):
        raise UnreadableDocument(f"no text on its {len(pages)} pages; if it is a scan, run OCR on it first")
    out = write_pages(without_running_heads(pages))
    metadata: dict[str, Any] = {
        ours: information[theirs] for theirs, ours in _METADATA.items() if theirs in information
    }
    return out.parsed(name, _useful_title(information.get("Title", "")), {**metadata, "pages": len(pages)})


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


def _read_page(page: Page) -> PageContent:
    tables = list(_tables(page)) if page.rects or page.lines or page.curves else []
    lines = [line for line in read_lines(page) if not any(inside(line, table) for table in tables)]
    content = PageContent(page.page_number, float(page.width), float(page.height), lines, tables)
    page.close()
    return content


def _tables(page: Page) -> Iterator[TableContent]:
    for table in page.find_tables():
        rows = [[cell or "" for cell in row] for row in table.extract(x_tolerance_ratio=0.15)]
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        # A frame around one cell is decoration, and a chart's grid has no words.
        if len(filled) > 1 and max(sum(1 for cell in row if cell.strip()) for row in filled) > 1:
            x0, top, x1, bottom = map(float, table.bbox)
            yield TableContent(x0, top, x1, bottom, filled)
