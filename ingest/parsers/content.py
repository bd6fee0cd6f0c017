"""What kind of file the first bytes tell of, whatever its name says."""

import io
import struct
import zipfile
import zlib

from ingest.errors import UnreadableDocument

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Opens a compound file: an encrypted Office document, or one from before 2007."""

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_HTML = (b"<!doctype html", b"<html")
_BINARY = (".pdf", ".docx", ".pptx", ".xlsx", ".xls", ".epub", ".doc")
"""Suffixes under which programs save web pages: a spreadsheet export is often an HTML table."""

_PARTS = (
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("xl/workbook.xml", "xlsx"),
    ("META-INF/container.xml", "epub"),
)
_STREAMS = (("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("Workbook", "xls"), ("Book", "xls"))
TORN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What the libraries raise for files with bytes missing or changed, lxml's syntax errors among them."""

_MAX_UNPACKED = 1024 * 1024 * 1024


def kind_of_content(data: bytes, suffix: str) -> str:
    """The kind, or nothing where the bytes do not tell; raises `UnreadableDocument` for a locked file."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or _is_bitmap(data):
        return "image"
    if data.startswith(b"PK\x03\x04"):
        return _in_archive(data)
    if data.startswith(OLE[:4]):
        return _in_compound(data)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if suffix in _BINARY and head.startswith(_HTML) else ""


def open_archive(data: bytes, what: str) -> zipfile.ZipFile:
    """The zip file that a format is made of; raises `UnreadableDocument` for a broken or an enormous one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except TORN as error:
        raise UnreadableDocument(f"damaged, or not {what}") from error
    if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
        raise UnreadableDocument("unpacks to more than 1 GiB")
    return archive


def _is_bitmap(data: bytes) -> bool:
    return data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data)


def _in_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except TORN:
        return ""
    return next((kind for part, kind in _PARTS if part in names), "")


def _in_compound(data: bytes) -> str:
    """Names of streams stand in the file's directory as UTF-16."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise UnreadableDocument("password-protected; remove the password first")
    kind = next((kind for stream, kind in _STREAMS if holds(stream)), "")
    if kind in ("doc", "ppt"):
        raise UnreadableDocument(f"an old .{kind} file; save it as .{kind}x")
    return kind
