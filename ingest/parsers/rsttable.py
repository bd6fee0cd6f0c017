"""Docutils' tables as rows of cells."""

from docutils import nodes

from ingest.parsers.grid import fill_spans, merge_heads
from ingest.parsers.rsttext import text_of


def read_table(table: nodes.Element) -> tuple[str, list[list[str]], bool]:
    """The title, the rows with spans filled in, and whether the first of them names the columns."""
    title = "".join(text_of(child) for child in table.children if isinstance(child, nodes.title))
    lines = [row for row in table.findall(nodes.row) if _table_of(row) is table]
    heads = sum(isinstance(row.parent, nodes.thead) for row in lines)
    rows = fill_spans(
        [_cell(entry) for entry in row.findall(nodes.entry) if entry.parent is row] for row in lines
    )
    if heads:
        rows = [merge_heads(rows[:heads]), *rows[heads:]]
    named = sum(bool(cell.strip()) for cell in rows[0]) if rows else 0
    return title, rows, heads > 0 and named > 1


def _table_of(row: nodes.row) -> nodes.Element | None:
    node = row.parent
    while node is not None and not isinstance(node, nodes.table):
        node = node.parent
    return node


def _cell(entry: nodes.entry) -> tuple[str, int, int]:
    return text_of(entry), entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1
