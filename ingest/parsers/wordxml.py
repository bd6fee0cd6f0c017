"""The words of DOCX elements, read from the XML: python-docx passes over insertions and formulas."""

from typing import Any

from docx.oxml.ns import qn

from ingest.parsers.formulas import STRUCTURES, formula

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({qn("w:del"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), _FALLBACK})
_BREAKS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): "\t",
    qn("w:noBreakHyphen"): "-",
    qn("w:ptab"): " ",
}


def text_of(element: Any) -> str:
    """The words in an element: text, breaks, formulas, pictures' descriptions."""
    if element.tag in _SKIPPED:
        return ""
    if element.tag in (qn("w:t"), _MATH_TEXT):
        return element.text or ""
    if element.tag in _BREAKS:
        return _BREAKS[element.tag]
    if element.tag == qn("wp:docPr"):
        return element.get("descr") or ""
    if element.tag in STRUCTURES:
        return formula(element, text_of)
    inner = "".join(text_of(child) for child in element)
    return f"{inner}\n" if element.tag == qn("w:p") and element.getparent().tag == qn("w:tc") else inner


def rows_of(table: Any) -> list[list[str]]:
    """A table's cells; merged ones keep the grid's shape, a vertical merge repeats its words."""
    rows: list[list[str]] = []
    for line in table.iterchildren(qn("w:tr")):
        row: list[str] = []
        for cell in line.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tbl"))) is not table:
                continue
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            follows = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            above = rows[-1][len(row)] if follows and rows and len(row) < len(rows[-1]) else ""
            row.append(above if follows else text_of(cell))
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            row += [""] * (int(span.get(qn("w:val"), "1")) - 1 if span is not None else 0)
        rows.append(row)
    return rows


def is_header_row(table: Any, rows: list[list[str]]) -> bool:
    """Whether the first row is marked as a header, set in bold, or styled as one and free of figures."""
    if len(rows) < 2:
        return False
    first = table.find(qn("w:tr"))
    if first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
        return True
    runs = [run for run in first.iter(qn("w:r")) if text_of(run).strip()]
    if runs and all(is_on(run.find(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs):
        return True
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    styled = look is not None and (
        look.get(qn("w:firstRow")) == "1" or int(look.get(qn("w:val"), "0"), 16) & 0x20
    )
    cells = [cell.strip() for cell in rows[0]]
    return bool(styled) and all(cells) and not any(any(char.isdigit() for char in cell) for cell in cells)


def is_on(toggle: Any) -> bool:
    """Whether a property such as `w:b` is there and not switched off."""
    return toggle is not None and toggle.get(qn("w:val"), "1") not in ("0", "false", "off")
