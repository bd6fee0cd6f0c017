"""XLS, the workbook of before 2007: each sheet a section, its tables as rows."""

import io
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.cells import shown
from ingest.parsers.content import TORN, kind_of_content
from ingest.parsers.tables import write_tables


def parse(data: bytes, name: str) -> Parsed:
    """Read an old workbook."""
    kind_of_content(data, ".xls")  # says what an encrypted file is
    out = TextBuilder()
    try:
        # It would tell of every oddity on standard output, which holds results alone.
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        for sheet in book.sheets():
            _sheet(out, book, sheet)
    except (XLRDError, CompDocError, *TORN) as error:
        locked = "encrypted" in str(error).lower()
        reason = "password-protected; remove the password first" if locked else "damaged, or not an XLS file"
        raise UnreadableDocument(reason) from error
    metadata: dict[str, Any] = {"sheets": book.nsheets}
    return out.parsed(name, "", {"author": book.user_name, **metadata} if book.user_name else metadata)


def _sheet(out: TextBuilder, book: Any, sheet: Any) -> None:
    rows = list(_rows(out, book, sheet))
    if any(any(row) for row in rows):
        out.heading(sheet.name, 2)
        write_tables(out, rows)


def _rows(out: TextBuilder, book: Any, sheet: Any) -> Iterator[list[str]]:
    down = {
        (row, left): (top, left)
        for top, bottom, left, _ in sheet.merged_cells
        for row in range(top + 1, bottom)
    }
    for number in range(sheet.nrows):
        cells: list[str] = []
        before = len(out.hidden)
        for column in range(sheet.ncols):
            source = down.get((number, column), (number, column))
            text = _text(book, sheet.cell(*source))
            why = _hidden(sheet, number, column)
            if why and source == (number, column):
                out.hide(text, why)
            cells.append("" if why else text)
        # A hidden row leaves no gap: the table goes on below it.
        if any(cells) or len(out.hidden) == before:
            yield cells


def _hidden(sheet: Any, row: int, column: int) -> str:
    if sheet.visibility:
        return "hidden sheet"
    info = (sheet.rowinfo_map.get(row), sheet.colinfo_map.get(column))
    return "hidden row or column" if any(part is not None and part.hidden for part in info) else ""


def _text(book: Any, cell: Any) -> str:
    pattern = (
        book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index else "General"
    )
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            try:
                return shown(xlrd.xldate_as_datetime(cell.value, book.datemode), pattern)
            except (ValueError, OverflowError):
                return shown(cell.value, pattern)
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERR"))
        case xlrd.XL_CELL_BOOLEAN:
            return shown(bool(cell.value))
        case xlrd.XL_CELL_NUMBER:
            return shown(cell.value, pattern)
    return str(cell.value)
