"""DOCX, in body order: headings, lists with their numbers, tables, code."""

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.content import TORN, kind_of_content, open_archive
from ingest.parsers.numbering import Numbering
from ingest.parsers.wordhidden import take_hidden
from ingest.parsers.wordxml import is_header_row, rows_of, text_of

_CODE_STYLE = re.compile(r"code|preformatted|verbatim|listing|macro text", re.IGNORECASE)
_MONOSPACED = re.compile(r"courier|consolas|mono\b|menlo|monaco|source code|cascadia", re.IGNORECASE)
_TERM_STYLE = re.compile(r"definition term.*|list heading", re.IGNORECASE)
_TOLD_STYLE = re.compile(r"definition(?: definition)?|list contents", re.IGNORECASE)
"""The styles of a definition list as pandoc and LibreOffice name them."""

_PROPERTIES = ("author", "subject", "keywords", "language", "category", "created", "modified")


def parse(data: bytes, name: str) -> Parsed:
    """Read a DOCX file."""
    document = _open(data)
    writer = _Writer(document)
    take_hidden(document, writer.out.hide)
    for element in _body(document.element.body):
        writer.write(element)
    writer.end()
    properties = document.core_properties
    metadata = {key: str(value) for key in _PROPERTIES if (value := getattr(properties, key, None))}
    return writer.out.parsed(name, properties.title or "", metadata)


def _open(data: bytes) -> WordDocument:
    kind_of_content(data, ".docx")  # says what an encrypted or an old file is
    open_archive(data, "a DOCX file").close()
    try:
        return docx.Document(io.BytesIO(data))
    except TORN as error:
        raise UnreadableDocument("damaged, or not a DOCX file") from error


def _body(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order; content controls are opened, tables of contents passed over."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt"):
            gallery = child.find(f".//{qn('w:docPartGallery')}")
            content = child.find(qn("w:sdtContent"))
            if content is not None and (gallery is None or "Contents" not in gallery.get(qn("w:val"), "")):
                yield from _body(content)


class _Writer:
    def __init__(self, document: WordDocument) -> None:
        self.out = TextBuilder()
        self._document = document
        self._numbering = Numbering(document)
        self._code: list[str] = []
        self._nesting = 0
        self._term = ""
        styles = [_style(Paragraph(p, document)) for p in document.element.body.iter(qn("w:p"))]
        # Under a Title, the chapters are one level down, as they are below a Markdown `#`.
        self._shift = 1 if "Title" in styles and any(name.startswith("Heading 1") for name in styles) else 0

    def write(self, element: Any) -> None:
        """One paragraph or table of the body."""
        if element.tag == qn("w:tbl"):
            self.end()
            self._table(element)
            return
        paragraph = Paragraph(element, self._document._body)
        text = text_of(element)
        if _is_code(paragraph) and text.strip():
            self._code.append(text)
            return
        self.flush_code()
        style = _style(paragraph)
        if not text.strip() or style.lower().startswith("toc"):
            return
        if _TERM_STYLE.fullmatch(style):
            self._flush_term()
            self._term = text
        elif self._term and _TOLD_STYLE.fullmatch(style):
            self.out.item(f"{self._term}: {text}")
            self._term = ""
        else:
            self._flush_term()
            self._paragraph(paragraph, text)

    def _flush_term(self) -> None:
        """A term of which nothing is told stands by itself."""
        term, self._term = self._term, ""
        if term:
            self.out.item(term)

    def end(self) -> None:
        """Writes what is still open."""
        self.flush_code()
        self._flush_term()

    def flush_code(self) -> None:
        """Paragraphs set as code, one after another, are one block."""
        self.out.code(
            "\n".join(self._code), self._nesting if self._code and self._code[0].startswith("  ") else 0
        )
        self._code = []

    def _paragraph(self, paragraph: Paragraph, text: str) -> None:
        level = self._heading_level(paragraph)
        if level:
            self._numbering.restart_styles()
            self._nesting = 0
            self.out.heading(text, level)
            return
        entry = self._numbering.entry(paragraph)
        if entry is None:
            inside = self._nesting > 0 and _style(paragraph).startswith("List Continue")
            self._nesting = self._nesting if inside else 0
            self.out.prose(text, bold=_is_bold(paragraph), level=self._nesting)
            return
        if self._nesting == 0:
            self.out.gap()
        self._nesting = entry.level + 1
        if entry.marker:
            self.out.step(text, entry.marker, entry.level)
        else:
            self.out.item(text, entry.level)

    def _heading_level(self, paragraph: Paragraph) -> int:
        name = _style(paragraph)
        if name == "Title":
            return 1
        found = re.match(r"heading (\d)", name, re.IGNORECASE)
        if found:
            return int(found.group(1)) + self._shift
        for properties in _property_chain(paragraph):
            outline = properties.find(qn("w:outlineLvl"))
            if outline is not None and int(outline.get(qn("w:val"), "9")) < 9:
                return int(outline.get(qn("w:val"))) + 1 + self._shift
        return 0

    def _table(self, element: Any) -> None:
        rows = rows_of(element)
        self._nesting = 0
        if rows and max(map(len, rows)) == 1:
            # A frame around text, not a table.
            for cell in element.iter(qn("w:tc")):
                for child in _body(cell):
                    self.write(child)
            self.flush_code()
            return
        self.out.gap()
        header = is_header_row(element, rows)
        for number, cells in enumerate(rows):
            self.out.row(cells, header=header and number == 0)


def _style(paragraph: Paragraph) -> str:
    style = paragraph.style
    return (style.name or "") if style is not None else ""


def _property_chain(paragraph: Paragraph) -> Iterator[Any]:
    """The paragraph's own properties, then its style's and what that is based on."""
    if paragraph._p.pPr is not None:
        yield paragraph._p.pPr
    style: Any = paragraph.style
    while style is not None:
        if style.element.pPr is not None:
            yield style.element.pPr
        style = style.base_style


def _is_code(paragraph: Paragraph) -> bool:
    if _CODE_STYLE.search(_style(paragraph)):
        return True
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(_MONOSPACED.search(run.font.name or "") for run in runs)


def _is_bold(paragraph: Paragraph) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)
