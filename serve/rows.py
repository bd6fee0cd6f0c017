"""A table's row as it is spoken in an answer: its first cell, then the others with their columns' names."""

from collections.abc import Iterator, Sequence

from ingest.types import CELL_SEPARATOR, EMPTY_CELL

Cells = Sequence[tuple[str, str]]
"""(column's name, cell) in order; names are empty where the table has none."""


def paired(row: str, header: str) -> Cells:
    """The cells of a row, each with its column's name."""
    names = header.split(CELL_SEPARATOR) if header else []
    return [
        (names[i] if i < len(names) else "", cell.strip()) for i, cell in enumerate(row.split(CELL_SEPARATOR))
    ]


def spoken(cells: Cells) -> str:
    """ "LlamaGuard — Maker: Meta; Approach: a safety classifier"; empty cells are not mentioned."""
    (_, first), *rest = cells
    told = [(name, cell) for name, cell in rest if cell not in ("", EMPTY_CELL)]
    parts = [cell if name in ("", EMPTY_CELL) else f"{name}: {cell}" for name, cell in told]
    return f"{first} — {'; '.join(parts)}" if parts else first


def speaks_a_row(claim: str, evidence: str) -> bool:
    """The claim is a row of the evidence, spoken with its header or without one.

    Cited words come in the order of their numbers, so the header may stand below its row.
    """
    said = " ".join(claim.split()).rstrip(".")
    return "—" in claim and any(said == " ".join(spoken(cells).split()) for cells in _rows(evidence))


def _rows(evidence: str) -> Iterator[Cells]:
    lines = [line.strip() for line in evidence.splitlines() if CELL_SEPARATOR in line]
    for i, row in enumerate(lines):
        for header in ("", *lines[:i], *lines[i + 1 :]):
            yield paired(row, header)
