"""Runs of a DOCX file that no reader sees: taken out of the tree, with their words and the reason."""

from collections.abc import Callable, Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from ingest.parsers.wordxml import is_on, text_of

_SMALLEST = 4
"""Half points: type of two points or less is there for machines."""

_PLAIN = ("", "auto", "FFFFFF", "ffffff")
_TEXT_BOXES = (qn("w:txbxContent"), qn("w:pict"))


def take_hidden(document: Document, hide: Callable[[str, str], None]) -> None:
    """Removes hidden runs from the document's body and tells `hide` their words and why."""
    body = document.element.body
    styles = _hidden_styles(document)
    white_page = _is_plain_page(document)
    for run in list(body.iter(qn("w:r"))):
        why = _why(run, styles, white_page)
        if why and text_of(run).strip():
            hide(text_of(run), why)
            run.getparent().remove(run)


def _why(run: Any, styles: frozenset[str], white_page: bool) -> str:
    properties = run.find(qn("w:rPr"))
    vanish = None if properties is None else properties.find(qn("w:vanish"))
    if is_on(vanish) or (vanish is None and styles and not styles.isdisjoint(_styles_of(run))):
        return "hidden by its format"
    if properties is None:
        return ""
    size = properties.find(qn("w:sz"))
    if size is not None and int(size.get(qn("w:val"), "24")) <= _SMALLEST:
        return "zero size"
    colour = properties.find(qn("w:color"))
    white = colour is not None and colour.get(qn("w:val"), "").upper() == "FFFFFF"
    return "white on white" if white and white_page and _on_white(run) else ""


def _on_white(run: Any) -> bool:
    """Whether nothing around a run shades it: its own marking, its paragraph, its cell, table or box."""
    highlight = run.find(f"{qn('w:rPr')}/{qn('w:highlight')}")
    if highlight is not None and highlight.get(qn("w:val")) not in ("none", "white"):
        return False
    for around in (run, *run.iterancestors()):
        if around.tag in _TEXT_BOXES:
            return False  # the box's own colour is drawn elsewhere
        if around.tag == qn("w:tbl") and _has_style(around):
            return False  # its style may colour the row
        properties = around.find(f"{around.tag}Pr") if around.tag in _SHADED else None
        shade = None if properties is None else properties.find(qn("w:shd"))
        if shade is not None and shade.get(qn("w:fill"), "") not in _PLAIN:
            return False
    return True


_SHADED = (qn("w:r"), qn("w:p"), qn("w:tc"), qn("w:tbl"))


def _has_style(table: Any) -> bool:
    style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    return style is not None and style.get(qn("w:val")) not in ("TableGrid", "TableNormal")


def _styles_of(run: Any) -> Iterator[str]:
    own = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
    paragraph = next(run.iterancestors(qn("w:p")), None)
    above = None if paragraph is None else paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    for style in (own, above):
        if style is not None:
            yield style.get(qn("w:val"), "")


def _hidden_styles(document: Document) -> frozenset[str]:
    return frozenset(
        style.get(qn("w:styleId"), "")
        for style in document.styles.element.iter(qn("w:style"))
        if is_on(style.find(f"{qn('w:rPr')}/{qn('w:vanish')}"))
    )


def _is_plain_page(document: Document) -> bool:
    background = document.element.find(qn("w:background"))
    return background is None or background.get(qn("w:color"), "") in _PLAIN
