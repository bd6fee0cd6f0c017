"""XLSX: each sheet a section, its tables as rows; what Excel hides is hidden here."""

import io
import warnings
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.cells import shown
from ingest.parsers.content import TORN, kind_of_content, open_archive
from ingest.parsers.tables import write_tables

_WHITE = ("FFFFFFFF", "00FFFFFF")
_PROPERTIES = {
    "creator": "author",
    "subject": "subject",
    "keywords": "keywords",
    "language": "language",
    "created": "created",
    "modified": "modified",
}


def parse(data: bytes, name: str) -> Parsed:
    """Read a workbook: values as last computed, and formulas where no value is stored."""
    formulas = _open(data, values=False)
    with_formulas = any(cell.data_type == "f" for cell in _cells(formulas))
    values = _open(data, values=True) if with_formulas else formulas
    out = TextBuilder()
    for sheet in formulas.worksheets:
        _sheet(out, sheet, values[sheet.title])
    properties = formulas.properties
    metadata: dict[str, Any] = {
        ours: str(value) for theirs, ours in _PROPERTIES.items() if (value := getattr(properties, theirs))
    }
    metadata["sheets"] = len(formulas.worksheets)
    return out.parsed(name, properties.title or "", metadata)


def _open(data: bytes, values: bool) -> Any:
    kind_of_content(data, ".xlsx")  # says what an encrypted file is
    open_archive(data, "an XLSX file").close()
    try:
        with warnings.catch_warnings():
            # It tells of styles and extensions that it drops; the words are all that is wanted.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    except (InvalidFileException, *TORN) as error:
        raise UnreadableDocument("damaged, or not an XLSX file") from error


def _cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


def _sheet(out: TextBuilder, sheet: Any, values: Any) -> None:
    """A sheet as a section; merged cells hold their words once, down as often as they reach."""
    merged = _merged(sheet)
    gone = _hidden_columns(sheet)
    rows: list[list[str]] = []
    for row in sheet.iter_rows():
        cells: list[str] = []
        before = len(out.hidden)
        for cell in row:
            source = merged.get((cell.row, cell.column), cell)
            text = _text(source, values.cell(source.row, source.column)) if source is not None else ""
            why = _hidden(sheet, cell, gone) if text else ""
            if why and source is cell:
                out.hide(text, why)
            cells.append("" if why else text)
        # A hidden row leaves no gap: the table goes on below it.
        if any(cells) or len(out.hidden) == before:
            rows.append(cells)
    if any(any(row) for row in rows):
        out.heading(sheet.title, 2)
        write_tables(out, rows)


def _merged(sheet: Any) -> dict[tuple[int, int], Any]:
    """Where a cell's words come from: down a merged column from its top, across a merged row from nowhere."""
    found: dict[tuple[int, int], Any] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            found[row, area.min_col] = sheet.cell(area.min_row, area.min_col)
            for column in range(area.min_col + 1, area.max_col + 1):
                found[row, column] = None
    return found


def _text(cell: Any, value: Any) -> str:
    """As a person reads it; a formula that was never computed reads as the formula."""
    content = cell.value if value.value is None else value.value
    text = shown(content, cell.number_format)
    remark = f" ({cell.comment.text.strip()})" if cell.comment is not None and cell.comment.text else ""
    return text + remark


def _hidden_columns(sheet: Any) -> set[int]:
    gone: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min is not None:
            gone.update(range(dimension.min, min(dimension.max, sheet.max_column) + 1))
    return gone


def _hidden(sheet: Any, cell: Any, gone: set[int]) -> str:
    if sheet.sheet_state != "visible":
        return "hidden sheet"
    row = sheet.row_dimensions.get(cell.row)
    if (row is not None and row.hidden) or cell.column in gone:
        return "hidden row or column"
    if cell.number_format == ";;;":
        return "not displayed"
    font, fill = cell.font, cell.fill
    if font is None or not cell.has_style:
        return ""
    if font.sz is not None and font.sz <= 1:
        return "zero size"
    white = font.color is not None and font.color.type == "rgb" and font.color.rgb in _WHITE
    bare = fill is None or fill.fill_type is None or fill.fgColor.rgb in _WHITE
    return "white on white" if white and bare else ""
