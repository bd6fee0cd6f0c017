"""HTML tables as rows of cells, or not at all where a table only arranges the page."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bs4 import Tag

from ingest.parsers.tables import is_figure, may_name, with_signs

_LAYOUT_CONTENT = ["table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "form"]
_MAX_SPAN = 50


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that holds data."""

    caption: str
    rows: list[list[str]]
    has_header: bool


def read_grid(table: Tag, text_of: Callable[[Tag], str]) -> Grid | None:
    """The table's cells with spans filled in; None where the table is layout."""
    if _is_layout(table):
        return None
    lines = [line for line in table.find_all("tr") if line.find_parent("table") is table]
    in_head = [line.find_parent("thead") is not None for line in lines]
    rows = _fill(lines, text_of)
    heads = sum(1 for head in in_head if head)
    if heads and all(in_head[:heads]):
        rows = [merge_heads(rows[:heads]), *rows[heads:]]
    named = sum(1 for cell in rows[0] if cell.strip()) if rows else 0
    has_header = named > 1 and (bool(heads) or _all_heads(lines))
    if not has_header and table.find("th") is None:
        # Statements of account: a sign has a cell of its own, and bold words name the columns.
        rows = with_signs(rows)
        has_header = len(rows) > 1 and _names_figures(rows)
    caption = table.find("caption", recursive=False)
    return Grid(text_of(caption) if caption else "", rows, has_header)


def _is_layout(table: Tag) -> bool:
    if table.get("role") == "presentation":
        return True
    if all(len(line.find_all(["td", "th"])) < 2 for line in table.find_all("tr")):
        return True
    content = table.find(_LAYOUT_CONTENT) if table.find("th") is None else None
    return content is not None and content.find_parent(["td", "th"]) is not None


def _names_figures(rows: list[list[str]]) -> bool:
    """Years or names over columns of figures, in a table that marks no header."""
    first, *rest = rows
    columns = [i for i, cell in enumerate(first) if cell.strip() and i > 0]
    below = [row[i] for row in rest for i in columns if i < len(row) and row[i].strip()]
    figures = sum(map(is_figure, below))
    return bool(columns) and all(may_name(first[i]) for i in columns) and figures > len(below) * 0.6


def _all_heads(lines: list[Tag]) -> bool:
    """Whether the first row that has cells consists of header cells."""
    for line in lines:
        names = {cell.name for cell in line.find_all(["td", "th"], recursive=False)}
        if names:
            return names == {"th"} and len(lines) > 1
    return False


def _fill(lines: list[Tag], text_of: Callable[[Tag], str]) -> list[list[str]]:
    cells = ([*line.find_all(["td", "th"], recursive=False)] for line in lines)
    return fill_spans(
        [(text_of(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row] for row in cells
    )


def fill_spans(lines: Iterable[Iterable[tuple[str, int, int]]]) -> list[list[str]]:
    """Rows of cells (words, columns, rows): the words stand in every row that a cell spans, in one column."""
    hanging: dict[int, tuple[int, str]] = {}
    rows = []
    for line in lines:
        row: list[str] = []
        for text, across, down in line:
            _take_hanging(row, hanging)
            for offset in range(across):
                if down > 1:
                    hanging[len(row)] = (down - 1, text if offset == 0 else "")
                row.append(text if offset == 0 else "")
        _take_hanging(row, hanging)
        rows.append(row)
    return rows


def _take_hanging(row: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Cells that span down from a row above stand in this row too."""
    while len(row) in hanging:
        left, text = hanging[len(row)]
        if left > 1:
            hanging[len(row)] = (left - 1, text)
        else:
            del hanging[len(row)]
        row.append(text)


def merge_heads(rows: list[list[str]]) -> list[str]:
    """Several header rows as one: `Sales 2023`."""
    width = max(map(len, rows))
    columns = ([row[i] for row in rows if i < len(row)] for i in range(width))
    return [" ".join(dict.fromkeys(part for part in column if part.strip())) for column in columns]


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), _MAX_SPAN) if re.fullmatch(r"[1-9]\d{0,3}", value) else 1
