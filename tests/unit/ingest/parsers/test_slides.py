"""PPTX: a slide is a section under its title; what an audience does not see is set apart."""

import io

import pptx
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from ingest.parsers.slides import parse


def saved(deck) -> bytes:
    """A presentation as the bytes of its file."""
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def box(slide, text: str, left: float = 1, top: float = 3):
    """A text box with one run, in inches."""
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    shape.text_frame.paragraphs[0].add_run().text = text
    return shape


def test_structure(show):
    """Title, list, table, chart and notes in reading order, with slide numbers for pages."""
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "The Talk"
    first.placeholders[1].text = "by Ann"
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "Points"
    frame = second.placeholders[1].text_frame
    frame.text = "one"
    frame.add_paragraph().text = "inner"
    frame.paragraphs[1].level = 1
    second.notes_slide.notes_text_frame.text = "Say this slowly."
    third = deck.slides.add_slide(deck.slide_layouts[6])
    table = third.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for cell, text in zip(table.iter_cells(), ["Name", "Size", "a", "1"], strict=True):
        cell.text = text
    data = CategoryChartData()
    data.categories = ["2023", "2024"]
    data.add_series("Sales", (1, 2.5))
    third.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(3), Inches(3), Inches(3), data)
    parsed = parse(saved(deck), "x.pptx")
    assert show(parsed) == [
        ("heading", 1, "The Talk"),
        ("paragraph", 0, "by Ann"),
        ("heading", 2, "Points"),
        ("item", 0, "one"),
        ("item", 1, "inner"),
        ("heading", 3, "Notes"),
        ("paragraph", 0, "Say this slowly."),
        ("heading", 2, "Slide 3"),
        ("header", 0, "Name | Size"),
        ("row", 0, "a | 1"),
        ("header", 0, "— | Sales"),
        ("row", 0, "2023 | 1"),
        ("row", 0, "2024 | 2.5"),
    ]
    assert [block.page for block in parsed.blocks] == [1, 1, *[2] * 5, *[3] * 6]
    assert parsed.title == "The Talk"


def test_hidden_text_is_set_apart(show):
    """Hidden slides, shapes off the slide, hidden shapes, tiny type and white on white are no text."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box(slide, "seen")
    box(slide, "off the slide", left=-9)
    box(slide, "not displayed", top=1).element.xpath(".//p:cNvPr")[0].set("hidden", "1")
    box(slide, "zero size", left=4).text_frame.paragraphs[0].runs[0].font.size = Pt(1)
    white = box(slide, "white on white", top=5)
    white.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    dark = box(slide, "white on black", top=4.5, left=5)
    dark.fill.solid()
    dark.fill.fore_color.rgb = RGBColor(0, 0, 0)
    dark.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    gone = deck.slides.add_slide(deck.slide_layouts[6])
    box(gone, "hidden slide")
    gone._element.set("show", "0")
    parsed = parse(saved(deck), "x.pptx")
    assert [text for _, _, text in show(parsed)] == ["Slide 1", "seen", "white on black"]
    assert sorted((h.text, h.why, h.page) for h in parsed.hidden) == [
        ("hidden slide", "hidden slide", 2),
        *((why, why, 1) for why in ("not displayed", "off the slide", "white on white", "zero size")),
    ]


def test_a_real_presentation(show, shared):
    """Titles, a table, a chart, nested shapes, and a picture's description are all there."""
    parsed = parse(shared("test.pptx"), "test.pptx")
    shown = show(parsed)
    assert [text for kind, _, text in shown if kind == "heading"][2:5] == [
        "A table to test parsing:",
        "A chart to test parsing:",
        "A Nested Shape parsing",
    ]
    assert ("header", 0, "ColA | ColB | ColC | ColD | ColE | ColF") in shown
    assert ("row", 0, "7 | 8 | 9 | 1b92870d-e3b5-4e65-8153-919f4ff45592 | 11 | 12") in shown
    assert ("row", 0, "2003 | 2003") in shown
    assert ("paragraph", 0, "This phrase of the caption is Human-written.") in shown
    assert ("item", 1, "Sub comment 2") in shown
    assert parsed.hidden == ()
