"""Bytes to text: which encoding, or is it text at all?"""

import codecs
import re
from contextlib import suppress

from ingest.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JAPANESE_ESCAPES = (b"\x1b$B", b"\x1b$@", b"\x1b$(D")
_WESTERN = frozenset("éèàçâêîôûëïùœÉÈÀÇÊÔäöüßÄÖÜñáíóúÁÍÓÚÑ¿¡åæøÅÆØãõ’‘“”„«»–—…•°§€£©®™½")
_SAMPLE = 64 * 1024
_TEXT_CONTROLS = frozenset("\t\n\r\x0b\x0c\x1b\x1c\x1d\x1e\x1f\x85")


def decode(data: bytes) -> str:
    """The text of a file; raises `UnreadableDocument` where the bytes are not text."""
    if not data.strip():
        raise UnreadableDocument("the file is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    if b"\0" in data[:_SAMPLE]:
        return _wide(data)
    if any(escape in data for escape in _JAPANESE_ESCAPES):
        with suppress(UnicodeDecodeError):
            return data.decode("iso2022_jp_2")
    return _unmarked(data)


def _unmarked(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data)
    if _controls(text) > 0.05:
        raise UnreadableDocument("binary data, not text")
    return text


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: of Western text, every second byte is zero."""
    sample = data[:_SAMPLE]
    for encoding, zeros, letters in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        if len(data) % 2 == 0 and zeros.count(0) > len(zeros) * 0.3 and letters.count(0) == 0:
            with suppress(UnicodeDecodeError):
                return data.decode(encoding)
    raise UnreadableDocument("binary data, not text")


def _marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"starts as {encoding} but is damaged at byte {error.start}") from error


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    # Western texts are short of evidence: a page of English with three curly quotes is cp1252.
    if sum(byte > 127 for byte in data) <= len(data) * 0.05 or _is_western(data):
        text = data.decode("cp1252", errors="replace")
        if _controls(text) < 0.01 and text.count("\ufffd") <= len(text) * 0.001:
            return text
    best = from_bytes(data[: _SAMPLE * 4]).best()
    if best is None or best.encoding == "utf_7":
        raise UnreadableDocument("binary data, not text")
    text = data.decode(best.encoding, errors="replace")
    if _controls(text) > 0.01 or text.count("\ufffd") > len(text) * 0.01:
        raise UnreadableDocument("binary data, not text")
    return text


def _is_western(data: bytes) -> bool:
    """Read as cp1252, the letters beyond ASCII are those of Western Europe, and they stand among others."""
    text = data[:_SAMPLE].decode("cp1252", errors="replace")
    beyond = [char for char in text if char > "\x7f"]
    western = sum(char in _WESTERN for char in beyond)
    return western >= len(beyond) * 0.95 and re.search("[à-ÿ]{3}|[À-Þ]{3}", text) is None


def _controls(text: str) -> float:
    sample = text[:_SAMPLE]
    odd = sum(1 for char in sample if (char < " " or "\x7f" <= char < "\xa0") and char not in _TEXT_CONTROLS)
    return odd / max(1, len(sample))
