"""A table's cells, asked for by their row and column."""

import re
from collections import Counter
from collections.abc import Iterator

from eval.drafting.material import Material
from eval.drafting.types import Place, Proposal, why
from serve.extract.units import Unit

_ATTRIBUTES = {
    "",
    "aspect",
    "attribute",
    "category",
    "criterion",
    "dimension",
    "factor",
    "feature",
    "property",
}
"""How the first column is called where its rows are properties, and the columns what has them."""
_EMPTY = re.compile(r"^(?:[-–—.?]*|n/?a|none|empty|unset|same|the same.*|yes|no|x|✓|✗|✅|❌)$", re.IGNORECASE)
_MEANS = re.compile(r"[A-Za-z]{2}|[%$€£]|\d{4}-\d\d-\d\d")
"""A bare figure in a grid of figures is nothing that anybody would ask for."""
_NAME = re.compile(r"[\w.]*[A-Za-z][^,;|]*$")
_COLUMN = re.compile(r"[\w /-]+$")
_CLAUSE = re.compile(
    r"\b(?:what|how|when|where|why|which|who|it|you|is|are|to|per|in|of|on|as|by|for|with|than|from|alone|begins)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\b(?:that|is|are|as)\b", re.IGNORECASE)
Cells = list[tuple[str, str]]
COLUMN, CELL, ROW = 4, 6, 6
"""Most words of a column's heading, of a cell that is a fact, and of a row's name."""


def from_tables(place: Place, material: Material) -> Iterator[Proposal]:
    """A question for each cell of a row that has a name of its own and its columns headings."""
    rows = [u for u in place.units if u.kind == "row" and u.header is not None]
    names = Counter(u.cells[0][1] for u in rows)
    for unit in rows:
        (corner, name), *cells = unit.cells
        # Of two rows of one name, nobody knows which is meant.
        if not _is_name(name, ROW) or _SENTENCE.search(name) or names[name] > 1:
            continue
        ask = _compared if corner.casefold().strip() in _ATTRIBUTES else _asked
        yield from ask(unit, place, name, cells, material)


def _asked(unit: Unit, place: Place, name: str, cells: Cells, material: Material) -> Iterator[Proposal]:
    """Each cell that is a fact under a column that is a noun."""
    for column, cell in cells:
        if _is_noun(column) and _is_fact(cell):
            what = small(column)
            verb = "are" if what.endswith("s") and not what.endswith("ss") else "is"
            question = f"What {verb} the {what} of {material.lowered(name)}?"
            told = f"The {what} of {material.lowered(name)}: {cell}."
            yield Proposal("table", question, place, ((cell,),), told, why("table cell", unit))


def _compared(unit: Unit, place: Place, name: str, cells: Cells, material: Material) -> Iterator[Proposal]:
    """Two columns over a property: how do they compare in it?"""
    if len(cells) == 2 and all(_is_name(c, COLUMN) and _is_fact(cell) for c, cell in cells):
        (one, here), (other, there) = cells
        question = f"{name}: how do {material.lowered(one)} and {material.lowered(other)} compare?"
        told = f"{one}: {here}; {other}: {there}."
        yield Proposal("comparison", question, place, ((here,), (there,)), told, why("table row", unit))


def small(words: str) -> str:
    """A property inside a sentence: it is no name unless it is written like one."""
    return " ".join(w.lower() if w[1:].islower() or len(w) == 1 else w for w in words.split(" "))


def _is_noun(column: str) -> bool:
    return bool(_COLUMN.match(column)) and _is_name(column, COLUMN) and not _CLAUSE.search(column)


def _is_name(words: str, most: int) -> bool:
    return bool(_NAME.match(words)) and len(words.split()) <= most


def _is_fact(cell: str) -> bool:
    return bool(_MEANS.search(cell)) and not _EMPTY.match(cell.strip()) and len(cell.split()) <= CELL
