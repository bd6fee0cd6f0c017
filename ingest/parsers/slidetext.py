"""The words of a slide's text frames: lists, paragraphs, and runs that nobody sees."""

from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from ingest.parsers.builder import TextBuilder

_LISTED = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY)
_SMALLEST = 200
"""Hundredths of a point: type of two points or less is there for machines."""


def words_of(element: Any) -> str:
    """All words below an element, a line a paragraph."""
    lines = ("".join(part.text or "" for part in p.iter(qn("a:t"))) for p in element.iter(qn("a:p")))
    return "\n".join(line for line in lines if line.strip())


class TextWriter:
    """Writes the text frames of one slide."""

    def __init__(self, out: TextBuilder, slide: Any) -> None:
        self.out = out
        self._white = _is_white(slide)
        self._shapes = list(slide.shapes)

    def write(self, shape: Any) -> None:
        """A text frame's paragraphs; in a body, and where they are marked so, they are list entries."""
        paragraphs = shape.text_frame.paragraphs
        listed = shape.is_placeholder and shape.placeholder_format.type in _LISTED and len(paragraphs) > 1
        bare = self._white and self._stands_on_slide(shape)
        self.out.gap()
        number = 0
        for paragraph in paragraphs:
            text = self._seen(paragraph, bare)
            mark = _mark(paragraph, listed)
            number = number + 1 if mark == "number" and paragraph.level == 0 else number
            if mark == "number" and paragraph.level == 0:
                self.out.step(text, str(number))
            elif mark:
                self.out.item(text, paragraph.level)
            else:
                self.out.paragraph(text)

    def _seen(self, paragraph: Any, bare: bool) -> str:
        """The paragraph's words without its hidden runs, which are set apart."""
        kept: list[str] = []
        for part in paragraph._p:
            if part.tag == qn("a:br"):
                kept.append("\n")
                continue
            text = "".join(inner.text or "" for inner in part.iter(qn("a:t"), _MATH))
            why = _hidden(part, bare) if text.strip() else ""
            if why:
                self.out.hide(text, why)
            else:
                kept.append(text)
        return "".join(kept)

    def _stands_on_slide(self, shape: Any) -> bool:
        """Whether neither the shape has a colour of its own nor anything coloured lies below it."""
        for other in self._shapes:
            if other.shape_id == shape.shape_id:
                return not _is_filled(other)
            if _is_filled(other) and _overlap(other, shape):
                return False
        return False  # inside a group, which may hold anything


_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


def _mark(paragraph: Any, listed: bool) -> str:
    properties = paragraph._p.pPr
    if properties is not None:
        if properties.find(qn("a:buNone")) is not None:
            return ""
        if properties.find(qn("a:buAutoNum")) is not None:
            return "number"
        if properties.find(qn("a:buChar")) is not None:
            return "bullet"
    return "bullet" if listed or paragraph.level > 0 else ""


def _hidden(run: Any, bare: bool) -> str:
    properties = run.find(qn("a:rPr"))
    if properties is None:
        return ""
    if int(properties.get("sz", "1800")) <= _SMALLEST:
        return "zero size"
    colour = properties.find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}")
    alpha = None if colour is None else colour.find(qn("a:alpha"))
    if alpha is not None and alpha.get("val") in ("0", "0%"):
        return "transparent"
    return "white on white" if bare and colour is not None and colour.get("val") == "FFFFFF" else ""


def _is_white(slide: Any) -> bool:
    """Whether the slide's background is white, as far as the slide, its layout and its master say."""
    for part in (slide, slide.slide_layout, slide.slide_layout.slide_master):
        background = part._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if background is None:
            continue
        colours = list(background.iter(qn("a:srgbClr"), qn("a:schemeClr")))
        named = [colour.get("val") for colour in colours]
        return bool(named) and set(named) <= {"FFFFFF", "bg1", "lt1"}
    return True


def _is_filled(shape: Any) -> bool:
    """A picture, a chart, a table, or a shape with a fill or a style that gives it one."""
    element = shape._element
    if element.tag != qn("p:sp"):
        return True
    properties = element.find(qn("p:spPr"))
    fills = [qn(f"a:{kind}Fill") for kind in ("solid", "grad", "blip", "patt")]
    own = properties is not None and any(properties.find(fill) is not None for fill in fills)
    bare = properties is not None and properties.find(qn("a:noFill")) is not None
    return own or (element.find(qn("p:style")) is not None and not bare)


def _overlap(one: Any, other: Any) -> bool:
    sides = (one.left, one.top, one.width, one.height, other.left, other.top, other.width, other.height)
    if None in sides:
        return True
    across = one.left < other.left + other.width and other.left < one.left + one.width
    return bool(across and one.top < other.top + other.height and other.top < one.top + one.height)
