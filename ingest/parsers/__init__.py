"""One registry: a file's suffix names the parser that reads it.

A parser's module is imported when the first such file is read, so that commands which read no
document never pay for lxml, python-docx or pdfplumber.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import cast

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed

Parser = Callable[[bytes, str], Parsed]
"""`parse(data, name)`: the file's bytes and its name, for the title when the file gives none."""

_MODULES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".html": "web",
    ".htm": "web",
    ".xhtml": "web",
    ".docx": "word",
    ".pdf": "pdf",
    ".txt": "plain",
    ".text": "plain",
    ".log": "plain",
    "": "plain",
}

SUFFIXES = tuple(sorted(suffix for suffix in _MODULES if suffix))
"""What can be read, apart from JSON Lines dumps (see `ingest.parsers.jsonl`)."""


def parser_for(name: str) -> Parser | None:
    """The parser for a file of this name, or None where the format is not supported."""
    module = _MODULES.get(PurePath(name).suffix.lower())
    if module is None:
        return None
    return cast(Parser, import_module(f"ingest.parsers.{module}").parse)


def format_of(name: str) -> str:
    """The format's name for a document's metadata: the suffix, or `txt` where there is none."""
    return PurePath(name).suffix.lower().removeprefix(".") or "txt"


def parse(data: bytes, name: str) -> Parsed:
    """Read one file; raises `UnreadableDocument` with a one-line reason."""
    parser = parser_for(name)
    if parser is None:
        raise UnreadableDocument(f"unsupported format {PurePath(name).suffix.lower()!r}")
    parsed = parser(data, name)
    if not parsed.blocks:
        raise UnreadableDocument("holds no text")
    return parsed
