"""One registry: what a file is, by its content or else by its suffix, names the parser that reads it.

A parser's module is imported when the first such file is read, so that commands which read no
document never pay for lxml, python-docx or pdfplumber.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import cast

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed
from ingest.parsers.content import kind_of_content

Parser = Callable[[bytes, str], Parsed]
"""`parse(data, name)`: the file's bytes and its name, for the title when the file gives none."""

_MODULES = {
    "md": "markdown",
    "rst": "rst",
    "html": "web",
    "docx": "word",
    "pptx": "slides",
    "xlsx": "workbook",
    "xls": "oldworkbook",
    "epub": "book",
    "pdf": "pdf",
    "ipynb": "notebook",
    "csv": "delimited",
    "image": "picture",
    "txt": "plain",
}
_KINDS = {
    ".md": "md",
    ".markdown": "md",
    ".mdx": "md",
    ".rst": "rst",
    ".rest": "rst",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".epub": "epub",
    ".pdf": "pdf",
    ".ipynb": "ipynb",
    ".csv": "csv",
    ".tsv": "csv",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".bmp": "image",
    ".gif": "image",
    ".webp": "image",
    ".txt": "txt",
    ".text": "txt",
    ".log": "txt",
    "": "txt",
}

OCR_MISSING = 'reading it needs OCR: pip install "interview-rag[ocr]"'
SUFFIXES = tuple(sorted(suffix for suffix in _KINDS if suffix))
"""What can be read, apart from JSON Lines dumps (see `ingest.parsers.jsonl`)."""


def kind_of(data: bytes, name: str) -> str:
    """Which kind of file this is, one of the registry's; empty where it is none that can be read.

    A file with a misleading suffix, or with none, is known by its content; of text, the suffix
    says whether it is Markdown, CSV or plain.
    """
    return kind_of_content(data, PurePath(name).suffix.lower()) or _KINDS.get(
        PurePath(name).suffix.lower(), ""
    )


def parse(data: bytes, name: str) -> Parsed:
    """Read one file; raises `UnreadableDocument` with a one-line reason."""
    if not data.strip():
        raise UnreadableDocument("the file is empty")
    kind = kind_of(data, name)
    if not kind:
        raise UnreadableDocument(f"unsupported format {PurePath(name).suffix.lower()!r}")
    parsed = cast(Parser, import_module(f"ingest.parsers.{_MODULES[kind]}").parse)(data, name)
    if not parsed.blocks:
        seen = "holds nothing but hidden text" if parsed.hidden else "holds no text"
        raise UnreadableDocument(seen)
    return parsed
