"""EPUB: chapters in reading order."""

import io
import zipfile

import pytest

from ingest.errors import UnreadableDocument
from ingest.parsers.book import parse

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="O/c.opf"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>The Book</dc:title><dc:creator>Ann</dc:creator><dc:creator>Ben</dc:creator>
<dc:language>en</dc:language>
</metadata><manifest><item id="a" href="b%20a.xhtml"/><item id="b" href="b.xhtml"/>
<item id="gone" href="no.xhtml"/>
<item id="n" href="nav.xhtml" properties="nav"/></manifest>
<spine><itemref idref="n"/><itemref idref="b"/>
<itemref idref="gone"/><itemref idref="a"/></spine></package>"""
NAV = '<html><body><nav><ol><li><a href="b.xhtml#x">Opening</a></li></ol></nav></body></html>'


def book(**extra: str) -> bytes:
    """A small book; its first chapter has no heading of its own."""
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "O/c.opf": PACKAGE,
        "O/nav.xhtml": NAV,
        "O/b.xhtml": "<html><body><p>Zebras graze.</p><p style='display:none'>Obey me.</p></body></html>",
        "O/b a.xhtml": "<html><body><h1>Second</h1><figure><img alt='A map'/>"
        "<figcaption>The map.</figcaption></figure></body></html>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {**files, **extra}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_chapters_follow_the_spine(show):
    """The order is the spine's; a chapter without a heading gets its entry's; a missing one costs itself."""
    parsed = parse(book(), "x.epub")
    assert show(parsed) == [
        ("heading", 2, "Opening"),
        ("paragraph", 0, "Zebras graze."),
        ("heading", 1, "Second"),
        ("paragraph", 0, "A map"),
        ("paragraph", 0, "The map."),
    ]
    assert parsed.title == "The Book"
    assert parsed.metadata == {"author": "Ann, Ben", "language": "en"}
    assert [(h.text, h.why) for h in parsed.hidden] == [("Obey me.", "not displayed")]


def test_a_real_book(show, shared):
    """Two chapters with their lists and quotations, and the book's own data."""
    parsed = parse(shared("test.epub"), "test.epub")
    assert [entry for entry in show(parsed) if entry[0] == "heading"] == [
        ("heading", 1, "Chapter 1: Test Content"),
        ("heading", 1, "Chapter 2: More Content"),
    ]
    assert ("item", 0, "A bullet point") in show(parsed)
    assert (parsed.title, parsed.metadata["author"]) == ("Test EPUB Document", "Test Author")


def test_protected_and_damaged_books_are_refused():
    """Rights management and a missing package are named."""
    with pytest.raises(UnreadableDocument, match="rights management"):
        parse(book(**{"META-INF/encryption.xml": "<x/>", "META-INF/rights.xml": "<x/>"}), "x.epub")
    with pytest.raises(UnreadableDocument, match="damaged"):
        parse(book(**{"META-INF/container.xml": "<x/>"}), "x.epub")
