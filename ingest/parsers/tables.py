"""Tables of cells whose header has to be found: sheets, CSV files, slides.

A header need not be the first row: titles and notes stand above it, and it may take two rows, of
which the upper one groups columns.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.parsers.builder import TextBuilder

_FIGURE = re.compile(r"[-+(\s]*[$€£¥]?[-+(\s]*\d[\d.,:/\s-]*(?:[a-zA-Z]{1,3})?[)\s%]*")
_LONGEST_NAME = 80
_BEFORE = ("$", "€", "£", "¥", "($", "(€", "(£")
_BEHIND = (")", "%", ")%", "pts", "bps")
_DEEPEST = 2
"""Rows that a header takes at most."""

_ABOVE = 10
"""Rows in which a header is looked for."""

Rows = Sequence[Sequence[str]]


def write_tables(out: TextBuilder, rows: Rows) -> None:
    """Writes the tables that blank rows part; a title or a note above one is a paragraph.

    Rows behind a blank one that bring no header of their own go on with the table before.
    """
    columns: list[int] = []
    for blank, group in groupby(rows, key=lambda row: not any(cell.strip() for cell in row)):
        if blank:
            continue
        part = [list(row) for row in group]
        used = filled_columns(part)
        if columns and set(used) <= set(columns) and _above(part) is None:
            for row in part:
                out.row([row[i] if i < len(row) else "" for i in columns])
        else:
            columns = used if write_table(out, trimmed(part)) else []


def write_table(out: TextBuilder, rows: Rows, header: int | None = None) -> bool:
    """Writes one table and tells whether it has a header, of `header` rows where that is known."""
    if max(map(len, rows), default=0) < 2:
        for row in rows:
            out.paragraph("".join(row))
        return False
    above = (_above(rows) or 0) if header is None else 0
    for row in rows[:above]:
        out.paragraph(next(cell for cell in row if cell.strip()))
    body = rows[above:]
    size = header_size(body) if header is None else header
    out.gap()
    if size:
        out.row(joined(body[:size]), header=True)
    for row in body[size:]:
        out.row(row)
    return size > 0


def header_size(rows: Rows) -> int:
    """How many rows from the top name the columns: 0, 1 or 2."""
    if len(rows) < 2 or not names_columns(rows[0], rows):
        return 0
    gaps = any(not cell.strip() for cell in rows[0])
    if gaps and len(rows) > 2 and all(map(may_name, rows[1])) and not all(map(may_name, rows[2])):
        return 2
    return 1


def names_columns(row: Sequence[str], rows: Rows) -> bool:
    """Whether a row holds names, and as many of them as the table has columns, or nearly."""
    filled = [cell for cell in row if cell.strip()]
    width = max(sum(1 for cell in other if cell.strip()) for other in rows)
    return len(filled) > 1 and len(filled) >= width * 0.6 and all(may_name(cell) for cell in filled)


def joined(rows: Rows) -> list[str]:
    """Header rows as one: a group's name goes before the names of its columns."""
    if len(rows) == 1:
        return list(rows[0])
    upper, lower = (list(row) for row in rows[:2])
    for column in range(1, len(upper)):
        upper[column] = upper[column] or (upper[column - 1] if lower[column] else "")
    return [" ".join(dict.fromkeys(part for part in pair if part)) for pair in zip(upper, lower, strict=True)]


def with_signs(rows: Rows) -> list[list[str]]:
    """Rows in which `$`, `)` and `%` stand with their figures, without the columns that this empties."""
    done = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        for i, cell in enumerate(cells):
            if cell in _BEFORE and i + 1 < len(cells) and cells[i + 1]:
                cells[i + 1], cells[i] = cell + cells[i + 1], ""
            elif cell in _BEHIND and i > 0 and cells[i - 1]:
                cells[i - 1], cells[i] = cells[i - 1] + cell, ""
        done.append(cells)
    return aligned(trimmed(done))


def aligned(rows: Rows) -> list[list[str]]:
    """A column that holds a heading alone, as one with the figures beside it."""
    columns = list(map(list, zip(*rows, strict=True)))
    done: list[list[str]] = []
    for column in columns:
        headless = bool(done) and (not any(done[-1][_DEEPEST:]) or not any(column[_DEEPEST:]))
        apart = bool(done) and not any(a and b for a, b in zip(done[-1], column, strict=True))
        if len(done) > 1 and headless and apart:
            done[-1] = [a or b for a, b in zip(done[-1], column, strict=True)]
        else:
            done.append(column)
    return list(map(list, zip(*done, strict=True)))


def trimmed(rows: Rows) -> list[list[str]]:
    """The rows without the columns that are empty in all of them, and all of one length."""
    kept = filled_columns(rows)
    return [[row[i] if i < len(row) else "" for i in kept] for row in rows]


def filled_columns(rows: Rows) -> list[int]:
    """The columns that hold something."""
    width = max(map(len, rows), default=0)
    return [i for i in range(width) if any(i < len(row) and row[i].strip() for row in rows)]


def is_figure(cell: str) -> bool:
    """A number, an amount, a percentage, a date or a time."""
    return _FIGURE.fullmatch(cell.strip()) is not None


def may_name(cell: str) -> bool:
    """Whether a cell could name a column: short words, no figure; a year may stand above figures."""
    text = cell.strip()
    year = re.fullmatch(r"(?:FY\s*)?(?:19|20)\d\d[A-Z]?", text) is not None
    return bool(text) and len(text) <= _LONGEST_NAME and (year or not is_figure(text))


def _above(rows: Rows) -> int | None:
    """How many rows stand above the row that names the columns, of one cell each; None where none does."""
    for number, row in enumerate(rows[:_ABOVE]):
        if sum(1 for cell in row if cell.strip()) > 1:
            return number if header_size(rows[number:]) else None
    return None
