"""Words as they are stored: one spelling for one string, no invisible characters."""

import re
import unicodedata

from ingest.types import EMPTY_CELL

# Control, format (zero-width, soft hyphen, bidirectional marks, invisible tags), private use and
# lone surrogates: nothing a reader sees, and format characters can hide instructions.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_SPACES = re.compile(r"\s+")
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LONE_BAR = re.compile(r"(?<!\S)\|(?!\S)")


def visible(text: str) -> str:
    """The text in NFC without characters that nobody sees; newlines and tabs stay."""
    if text.isascii():
        return _CONTROLS.sub("", text)
    kept = (
        char
        for char in text.translate(_LIGATURES)
        if char in "\n\t" or unicodedata.category(char) not in _UNSEEN
    )
    return unicodedata.normalize("NFC", "".join(kept))


def words(text: str) -> str:
    """One line of running text: `visible`, every stretch of whitespace a single space."""
    return _SPACES.sub(" ", visible(_SPACES.sub(" ", text))).strip()


def lines(text: str) -> str:
    """Text whose line structure matters: one newline convention, no-break spaces as spaces."""
    return visible(_NEWLINES.sub("\n", text)).replace("\u00a0", " ").replace("\u202f", " ")


def code(text: str) -> str:
    """Code as written, without the blank lines around it."""
    rows = lines(text).rstrip().split("\n")
    while rows and not rows[0].strip():
        rows.pop(0)
    return "\n".join(rows)


def row(cells: list[str]) -> list[str]:
    """A table row's cells, such that joining with ` | ` and splitting again gives them back."""
    cleaned = [_LONE_BAR.sub("/", words(cell)) for cell in cells]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return [cell or EMPTY_CELL for cell in cleaned]
