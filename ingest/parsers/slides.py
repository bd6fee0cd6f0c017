"""PPTX: each slide a section under its title, then its notes; page numbers are slide numbers."""

import io
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.cells import shown
from ingest.parsers.content import TORN, kind_of_content, open_archive
from ingest.parsers.slidetext import TextWriter, words_of
from ingest.parsers.tables import trimmed, write_table

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER)
_PROPERTIES = ("author", "subject", "keywords", "language", "category", "created", "modified")
_DIAGRAM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"


def parse(data: bytes, name: str) -> Parsed:
    """Read a presentation."""
    kind_of_content(data, ".pptx")  # says what an encrypted file is
    open_archive(data, "a PPTX file").close()
    try:
        deck = pptx.Presentation(io.BytesIO(data))
    except (PackageNotFoundError, *TORN) as error:
        raise UnreadableDocument("damaged, or not a PPTX file") from error
    out = TextBuilder()
    for number, slide in enumerate(deck.slides, start=1):
        out.page = number
        _Slide(out, slide, number, (deck.slide_width, deck.slide_height)).write()
    properties = deck.core_properties
    metadata: dict[str, Any] = {
        key: str(value) for key in _PROPERTIES if (value := getattr(properties, key, None))
    }
    metadata["pages"] = len(deck.slides)
    title = properties.title or ""
    # What the program puts there until somebody writes a title.
    return out.parsed(name, "" if title == "PowerPoint Presentation" else title, metadata)


class _Slide:
    def __init__(self, out: TextBuilder, slide: Any, number: int, size: tuple[Any, Any]) -> None:
        self.out = out
        self._slide = slide
        self._number = number
        self._size = size
        self._text = TextWriter(out, slide)

    def write(self) -> None:
        """The title, the shapes in reading order, the notes; of a hidden slide nothing."""
        notes: Any = self._slide.notes_slide.notes_text_frame if self._slide.has_notes_slide else None
        said = notes.text.strip() if notes is not None else ""
        if self._slide._element.get("show") in ("0", "false"):
            parts = [words_of(shape._element) for shape in self._slide.shapes]
            self.out.hide("\n".join([*parts, said]), "hidden slide")
            return
        title = self._slide.shapes.title
        first = title is not None and title.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE
        words = title.text_frame.text.strip() if title is not None and not self._gone(title) else ""
        level = 1 if first and self._number == 1 else 2
        shapes = [s for s in self._slide.shapes if title is None or s.shape_id != title.shape_id]
        if words or shapes or said:
            self.out.heading(words or f"Slide {self._number}", level)
        for shape in sorted(shapes, key=_place):
            self._shape(shape)
        if said:
            self.out.heading("Notes", level + 1)
            for paragraph in notes.paragraphs:
                self.out.paragraph(paragraph.text.replace("\v", "\n"))

    def _shape(self, shape: Any) -> None:
        if shape.is_placeholder and shape.placeholder_format.type in _FURNITURE:
            return
        why = self._gone(shape)
        if why:
            self.out.hide(words_of(shape._element), why)
            return
        if hasattr(shape, "shapes"):
            for inner in sorted(shape.shapes, key=_place):
                self._shape(inner)
            return
        if getattr(shape, "has_table", False):
            self._table(shape.table)
        elif getattr(shape, "has_chart", False):
            self._chart(shape.chart)
        elif shape.has_text_frame:
            self._text.write(shape)
        else:
            self._diagram(shape)
        self.out.paragraph(_description(shape))

    def _gone(self, shape: Any) -> str:
        """Why a reader does not see a shape, if so."""
        if _properties(shape).get("hidden") in ("1", "true"):
            return "not displayed"
        if None in (shape.left, shape.top, shape.width, shape.height) or shape._element.getparent().tag == qn(
            "p:grpSp"
        ):
            return ""
        right, bottom = shape.left + shape.width, shape.top + shape.height
        if right <= 0 or bottom <= 0 or shape.left >= self._size[0] or shape.top >= self._size[1]:
            return "off the slide"
        return ""

    def _table(self, table: Any) -> None:
        rows: list[list[str]] = []
        for row in table.rows:
            cells = [cell.text_frame.text.replace("\v", " ").replace("\n", " ") for cell in row.cells]
            for column, cell in enumerate(row.cells):
                if cell.is_spanned and rows and row.cells[column]._tc.vMerge:
                    cells[column] = rows[-1][column]
            rows.append(cells)
        if rows:
            write_table(self.out, trimmed(rows), header=1 if table.first_row and len(rows) > 1 else None)

    def _chart(self, chart: Any) -> None:
        """A chart's figures as the table that it was drawn from."""
        if chart.has_title and chart.chart_title.has_text_frame:
            self.out.paragraph(chart.chart_title.text_frame.text)
        try:
            plots = [(list(plot.categories), list(plot.series)) for plot in chart.plots]
        except (ValueError, KeyError, AttributeError):
            return  # a kind of chart that python-pptx does not know
        for categories, series in plots:
            names = [one.name or "" for one in series]
            rows = [
                [str(category), *(shown(one.values[i]) if i < len(one.values) else "" for one in series)]
                for i, category in enumerate(categories)
            ]
            if rows:
                write_table(self.out, [["", *names], *rows], header=1 if any(names) else 0)

    def _diagram(self, shape: Any) -> None:
        """The words of SmartArt, which stand in a part of their own."""
        used = {value for element in shape._element.iter() for value in element.attrib.values()}
        for link in self._slide.part.rels.values():
            if link.reltype == _DIAGRAM and link.rId in used:
                for point in parse_xml(link.target_part.blob).iter(qn("a:p")):
                    self.out.item(words_of(point))


def _properties(shape: Any) -> Any:
    return shape._element.xpath(".//p:cNvPr")[0]


def _description(shape: Any) -> str:
    """The alternative text that its author wrote; a name such as "Picture 3" says nothing."""
    return _properties(shape).get("descr") or ""


def _place(shape: Any) -> tuple[int, int]:
    return (shape.top or 0, shape.left or 0)
