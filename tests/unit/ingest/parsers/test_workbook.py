"""XLSX and XLS: sheets as sections, tables with their headers, what Excel hides."""

import datetime
import io

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from ingest.errors import UnreadableDocument
from ingest.parsers import oldworkbook, workbook


def saved(book) -> bytes:
    """A workbook as the bytes of its file."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_real_workbook(show, shared):
    """Two sheets are two sections, each with its header and all its rows."""
    shown = show(workbook.parse(shared("test.xlsx"), "test.xlsx"))
    assert shown[:3] == [
        ("heading", 2, "Sheet1"),
        ("header", 0, "Alpha | Beta | Gamma | Delta"),
        ("row", 0, "89 | 82 | 100 | 12"),
    ]
    assert sum(kind == "row" for kind, _, _ in shown) == 27
    assert shown[-1] == ("row", 0, "13 | 14 | 15 | affc7dad-52dc-4b98-9b5d-51e65d8a8ad0")


def test_values_read_as_in_excel(show):
    """Dates, percentages, whole numbers and truth as people see them; an uncomputed formula as itself."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Prices"
    sheet.append(["Item", "Since", "Share", "Sum", "Sold"])
    sheet.append(["Tea", datetime.datetime(2024, 5, 1), 0.255, 0.1 + 0.2, True])
    sheet.append(["All", None, None, "=SUM(D2:D2)", 3.0])
    sheet["C2"].number_format = "0.0%"
    sheet["A2"].comment = Comment("the green one", "Ann")
    book.properties.creator = "Ann"
    parsed = workbook.parse(saved(book), "price list.xlsx")
    assert show(parsed) == [
        ("heading", 2, "Prices"),
        ("header", 0, "Item | Since | Share | Sum | Sold"),
        ("row", 0, "Tea (the green one) | 2024-05-01 | 25.5% | 0.3 | TRUE"),
        ("row", 0, "All | — | — | =SUM(D2:D2) | 3"),
    ]
    assert (parsed.title, parsed.metadata["author"]) == ("price list", "Ann")


def test_headers_below_titles_and_across_merged_cells(show):
    """Titles go before, a group's name goes to each of its columns, a merged cell down to its rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "S"
    for row in (
        ["Annual report"],
        [],
        ["Region", "Sales", None],
        [None, "2023", "2024"],
        ["North", 1, 2],
        [None, 3, 4],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("A5:A6")
    assert show(workbook.parse(saved(book), "x.xlsx")) == [
        ("heading", 2, "S"),
        ("paragraph", 0, "Annual report"),
        ("header", 0, "Region | Sales 2023 | Sales 2024"),
        ("row", 0, "North | 1 | 2"),
        ("row", 0, "North | 3 | 4"),
    ]


def test_hidden_cells_are_set_apart(show):
    """Sheets, rows, columns and words that Excel does not show are no text, and each says why."""
    book = Workbook()
    sheet = book.active
    sheet.title = "S"
    sheet.append(["A", "B", "C"])
    sheet.append(["seen", "secret column", "1"])
    sheet.append(["secret row", "x", "2"])
    sheet.append(["white", "x", "3"])
    sheet.append(["white on black", "x", "4"])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet["A4"].font = sheet["A5"].font = Font(color="FFFFFF")
    sheet["A5"].fill = PatternFill("solid", fgColor="000000")
    other = book.create_sheet("Gone")
    other["A1"] = "secret sheet"
    other.sheet_state = "veryHidden"
    parsed = workbook.parse(saved(book), "x.xlsx")
    assert show(parsed) == [
        ("heading", 2, "S"),
        ("header", 0, "A | C"),
        ("row", 0, "seen | 1"),
        ("row", 0, "— | 3"),
        ("row", 0, "white on black | 4"),
    ]
    hidden = {h.text: h.why for h in parsed.hidden}
    assert hidden["secret sheet"] == "hidden sheet"
    assert hidden["secret row"] == hidden["secret column"] == "hidden row or column"
    assert hidden["white"] == "white on white"


def old_workbook() -> bytes:
    """An XLS file with a title, a header, dates, a merged cell, a hidden row and a hidden sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Prices")
    sheet.write(0, 0, "Price list")
    for column, word in enumerate(("Item", "Since", "Share")):
        sheet.write(2, column, word)
    sheet.write_merge(3, 4, 0, 0, "Tea")
    sheet.write(3, 1, datetime.datetime(2024, 5, 1), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    sheet.write(3, 2, 0.25, xlwt.easyxf(num_format_str="0%"))
    sheet.write(4, 2, 7)
    sheet.write(5, 0, "secret row")
    sheet.row(5).hidden = True
    book.add_sheet("Gone").write(0, 0, "secret sheet")
    book.get_sheet(1).visibility = 1
    return saved(book)


def test_an_old_workbook(show):
    """The format of before 2007 gives the same structure."""
    parsed = oldworkbook.parse(old_workbook(), "x.xls")
    assert show(parsed) == [
        ("heading", 2, "Prices"),
        ("paragraph", 0, "Price list"),
        ("header", 0, "Item | Since | Share"),
        ("row", 0, "Tea | 2024-05-01 | 25%"),
        ("row", 0, "Tea | — | 7"),
    ]
    assert [(h.text, h.why) for h in parsed.hidden] == [
        ("secret row", "hidden row or column"),
        ("secret sheet", "hidden sheet"),
    ]


@pytest.mark.parametrize("module", [workbook, oldworkbook])
def test_damaged_workbooks_are_refused(module):
    """Half a file gives one line."""
    for whole in (saved(Workbook()), old_workbook()):
        with pytest.raises(UnreadableDocument, match="damaged"):
            module.parse(whole[: len(whole) // 3], "x")
