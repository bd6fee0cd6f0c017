"""What a file is: by its content where that tells, by its suffix where not."""

import io
import zipfile
from contextlib import suppress

import docx
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableDocument
from ingest.parsers import kind_of, parse


def saved(thing) -> bytes:
    """What the thing saves, as bytes."""
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def word() -> bytes:
    """A DOCX file."""
    document = docx.Document()
    document.add_paragraph("Zebras graze.")
    return saved(document)


def sheet() -> bytes:
    """An XLSX file."""
    book = Workbook()
    book.active.append(["Zebras", "graze"])
    return saved(book)


def page() -> bytes:
    """A PDF file."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, "Zebras graze.")
    canvas.save()
    return buffer.getvalue()


def locked(data: bytes) -> bytes:
    """An Office file under a password."""
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("secret", buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a.bin", "a"])
@pytest.mark.parametrize(("make", "kind"), [(word, "docx"), (sheet, "xlsx"), (page, "pdf")])
def test_content_goes_before_the_suffix(make, kind: str, name: str):
    """A file under a wrong name, or a name without a suffix, is read for what it is."""
    data = make()
    assert kind_of(data, name) == kind
    assert "Zebras" in parse(data, name).text


def test_a_web_page_saved_as_a_spreadsheet_is_a_web_page(show):
    """What many programs call an export to Excel is an HTML table."""
    data = (
        b"<html><body><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>"
    )
    assert kind_of(data, "export.xls") == "html"
    assert show(parse(data, "export.xls")) == [("header", 0, "A | B"), ("row", 0, "1 | 2")]


def test_text_is_what_its_suffix_says():
    """A Markdown file that begins with HTML stays Markdown; a tag proves nothing of text."""
    assert kind_of(b"<html>", "a.md") == "md"
    assert kind_of(b"x", "a.csv") == "csv"
    assert kind_of(b"x", "a.exe") == ""


@pytest.mark.parametrize(("make", "name"), [(word, "a.docx"), (sheet, "a.xlsx"), (word, "a.bin")])
def test_a_password_is_named(make, name: str):
    """An encrypted Office file says that it is, whatever its name."""
    with pytest.raises(UnreadableDocument, match="password"):
        parse(locked(make()), name)


def test_old_formats_are_named():
    """What looks like an old Word file is told how to become readable."""
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, "x")
    old = saved(book).replace("Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")[:16])
    old += "WordDocument".encode("utf-16-le")
    with pytest.raises(UnreadableDocument, match=r"an old \.doc file"):
        parse(old, "a.doc")


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "xls", "pptx", "epub", "pdf", "png", "ipynb"])
def test_shredded_files_say_so(suffix: str):
    """Empty, torn and foreign bytes give one line each, for every kind, and never another failure."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("x", "y")
    whole = {"docx": word(), "xlsx": sheet(), "pdf": page()}.get(suffix, archive.getvalue())
    for data in (b" ", whole[: len(whole) // 2], b"\x07\x91\0" * 300, archive.getvalue()):
        with pytest.raises(UnreadableDocument) as caught:
            parse(data, f"a.{suffix}")
        assert "\n" not in str(caught.value)


def test_random_bytes_are_no_document(shared):
    """A file of noise is not taken for text."""
    with pytest.raises(UnreadableDocument, match="unsupported"):
        parse(shared("random.bin"), "random.bin")
    with pytest.raises(UnreadableDocument, match="binary"):
        parse(shared("random.bin"), "random.txt")


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "xls", "pdf"])
def test_changed_bytes_cost_one_line(suffix: str, capsys: pytest.CaptureFixture[str]):
    """Wherever a byte is changed, there is a document or one reason, and nothing is printed."""
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, "Zebras")
    whole = {"docx": word, "xlsx": sheet, "xls": lambda: saved(book), "pdf": page}[suffix]()
    for place in range(0, len(whole), len(whole) // 40):
        changed = bytearray(whole)
        changed[place : place + 3] = b"\xff\x07\x91"
        with suppress(UnreadableDocument):
            parse(bytes(changed), f"a.{suffix}")
    assert capsys.readouterr() == ("", "")
