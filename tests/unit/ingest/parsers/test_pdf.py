"""PDF: structure from looks and positions."""

import io

import pytest
from reportlab.lib import pagesizes
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    Preformatted,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from ingest.errors import UnreadableDocument
from ingest.parsers.pdf import parse

STYLES = getSampleStyleSheet()
LONG = "A sentence that is long enough to be broken over several lines of the page by the layout. " * 3


def made(*flowables, **options) -> bytes:
    """A PDF of these flowables, with a running head and page numbers."""

    def furniture(canvas, _document):
        canvas.drawString(72, 760, "Running head of the book")
        canvas.drawString(290, 40, f"Page {canvas.getPageNumber()}")

    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=pagesizes.LETTER, **options)
    document.build(list(flowables), onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()


def drawn(*draw) -> bytes:
    """A PDF with what each of these draws on a page of its own."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.LETTER)
    for one in draw:
        one(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_structure(show):
    """Headings by size, paragraphs from lines, bullets, steps, code and ruled tables are told apart."""
    body, title = STYLES["BodyText"], STYLES["Title"]
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
    data = made(
        Paragraph("The Guide", title),
        Paragraph(LONG, body),
        Paragraph("A Section", STYLES["Heading2"]),
        ListFlowable(
            [ListItem(Paragraph(text, body)) for text in ("dot one", LONG)], bulletType="bullet", start="•"
        ),
        Paragraph("Steps:", body),
        Paragraph("1. First", body),
        Paragraph("2. Second", body),
        Preformatted("def f():\n    return 1", STYLES["Code"]),
        Table([["Name", "Size"], ["a", "1"], ["b", "2"]], style=grid),
        PageBreak(),
        Paragraph("Overleaf.", body),
    )
    parsed = parse(data, "x.pdf")
    assert show(parsed) == [
        ("heading", 1, "The Guide"),
        ("paragraph", 0, LONG.strip()),
        ("heading", 2, "A Section"),
        ("item", 0, "dot one"),
        ("item", 0, LONG.strip()),
        ("paragraph", 0, "Steps:"),
        ("step", 0, "First"),
        ("step", 0, "Second"),
        ("code", 0, "def f():\n    return 1"),
        ("header", 0, "Name | Size"),
        ("row", 0, "a | 1"),
        ("row", 0, "b | 2"),
        ("paragraph", 0, "Overleaf."),
    ]
    assert [block.page for block in parsed.blocks] == [1] * 12 + [2]
    assert parsed.title == "The Guide"


def test_words_cut_at_the_line_end_are_joined(show):
    """A hyphen goes, unless the word is written with it elsewhere."""
    style = ParagraphStyle("narrow", parent=STYLES["BodyText"])
    lines = "It may halluci-<br/>nate in a few-<br/>shot prompt, and few-shot prompts are common."
    shown = show(parse(made(Paragraph(lines, style)), "x.pdf"))
    assert shown[-1:] == [
        ("paragraph", 0, "It may hallucinate in a few-shot prompt, and few-shot prompts are common.")
    ]


def test_two_columns_are_read_one_after_the_other():
    """The left column ends before the right one begins."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.LETTER)
    for column, x in (("left", 72), ("right", 320)):
        for number in range(20):
            canvas.drawString(x, 700 - 14 * number, f"The {column} column goes on in line {number}")
    canvas.save()
    text = parse(buffer.getvalue(), "x.pdf").text
    assert text.index("left column goes on in line 19") < text.index("right column goes on in line 0")


def test_unreadable_files_are_refused():
    """Empty, protected and damaged files each give their reason."""
    with pytest.raises(UnreadableDocument, match="no text on its 1 pages"):
        parse(drawn(lambda canvas: canvas.rect(10, 10, 50, 50)), "x.pdf")
    with pytest.raises(UnreadableDocument, match="password"):
        parse(made(Paragraph("x", STYLES["BodyText"]), encrypt="secret"), "x.pdf")
    for damaged in (b"%PDF-1.4 nothing", b"hello", made(Paragraph("x", STYLES["BodyText"]))[:300]):
        with pytest.raises(UnreadableDocument, match="damaged"):
            parse(damaged, "x.pdf")


ROWS = [
    ["Product", "Region", "Sold", "Share"],
    ["Tea", "North", "1,200", "40%"],
    ["Coffee", "", "900", ""],
    ["", "South", "75", "3%"],
    ["Hot chocolate", "West", "825", "27%"],
]


def columns(canvas) -> None:
    """A table without a single rule, between two paragraphs."""
    canvas.drawString(
        72, 720, "Sales of the first half of the year, by product and by region of the country."
    )
    for number, row in enumerate(ROWS):
        canvas.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 11)
        for x, cell in zip((72, 200, 300, 400), row, strict=True):
            canvas.drawString(x, 680 - 20 * number, cell)
    canvas.drawString(
        72, 560, "The figures are preliminary and will be revised when all branches have reported."
    )


def test_a_table_without_rules_is_a_table(show):
    """Columns are told by the white between them; empty cells stay empty, the bold row is the header."""
    shown = show(parse(drawn(columns), "x.pdf"))
    assert [kind for kind, _, _ in shown] == ["paragraph", "header", *["row"] * 4, "paragraph"]
    assert [text for _, _, text in shown[1:6]] == [
        "Product | Region | Sold | Share",
        "Tea | North | 1,200 | 40%",
        "Coffee | — | 900",
        "— | South | 75 | 3%",
        "Hot chocolate | West | 825 | 27%",
    ]


def test_running_text_is_no_table(show):
    """Two columns of prose, and a list with wide marks, stay what they are."""

    def marks(canvas) -> None:
        for number in range(5):
            canvas.drawString(72, 700 - 16 * number, f"{number + 1}.")
            canvas.drawString(110, 700 - 16 * number, "An entry of a list whose mark stands far away.")

    def prose(canvas) -> None:
        for column, x in (("left", 72), ("right", 320)):
            for number in range(20):
                canvas.drawString(x, 700 - 14 * number, f"The {column} column goes on in line {number}")

    assert {kind for kind, _, _ in show(parse(drawn(prose, marks), "x.pdf"))} <= {"paragraph", "step"}


def test_a_table_that_goes_on_overleaf_keeps_its_header(show):
    """The header repeated on the second page is not a row, and what stands there belongs to the table."""
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
    rows = [["Name", "Size"], *([f"item {i}", str(i)] for i in range(60))]
    shown = show(parse(made(Table(rows, style=grid, repeatRows=1)), "x.pdf"))
    assert [text for kind, _, text in shown if kind == "header"] == ["Name | Size"]
    assert sum(kind == "row" for kind, _, _ in shown) == 60


def test_running_heads_are_dropped(show):
    """What recurs at the edges of pages, and their numbers, are no text."""
    words = ("Zebras graze.", "Lions sleep.", "Cranes fly.", "Otters swim.")
    pages = [part for text in words for part in (Paragraph(text, STYLES["BodyText"]), PageBreak())]
    assert tuple(text for _, _, text in show(parse(made(*pages), "x.pdf"))) == words


def headed(chapter: str, text: str):
    """Draws a page of a chapter: its head, apart from the text."""

    def draw(canvas) -> None:
        canvas.drawString(72, 750, chapter)
        for line in range(4):
            canvas.drawString(72, 690 - 14 * line, f"{text} in line {line} of this page.")

    return draw


CHAPTERS = ("Animals", "Animals", "Plants", "Plants", "Stones", "Stones")


def test_heads_that_change_with_the_chapter_are_dropped():
    """A head stands at one height, apart from the text, for some pages each."""
    pages = [headed(f"Part {name}", f"Text {number}") for number, name in enumerate(CHAPTERS)]
    text = parse(drawn(*pages), "x.pdf").text
    assert "Part" not in text
    assert text.count("line 0") == len(CHAPTERS)


def test_what_heads_a_record_of_its_own_stays():
    """A line that differs on every page is no running head, wherever it stands."""
    pages = [headed(f"Patient {name}", "Text") for name in ("Abel", "Baker", "Carter", "Dunn")]
    text = parse(drawn(*pages), "x.pdf").text
    assert [name for name in ("Abel", "Baker", "Carter", "Dunn") if f"Patient {name}" not in text] == []


def test_heads_with_the_number_of_the_page_are_dropped():
    """The chapter's name, overleaf the section's, as LaTeX sets them: each differs, the number rises."""
    heads = (
        "11 Chapter 2. Ferries",
        "2.1. Bows 12",
        "13 Chapter 2. Ferries",
        "2.2. Sterns 14",
        "15 Chapter 3. Quays",
    )
    text = parse(drawn(*(headed(head, f"Text {n}") for n, head in enumerate(heads))), "x.pdf").text
    assert [head for head in heads if head in text] == []
    assert text.count("line 0") == len(heads)


def test_a_numbered_heading_on_top_of_a_page_stays():
    """Where pages have their numbers by themselves, a heading whose number is a page's is a heading."""
    headings = ("2 Bows", "3 Sterns", "4 Quays", "5 Moorings")
    parts = [Paragraph(LONG, STYLES["BodyText"])]
    for heading in headings:
        parts += [PageBreak(), Paragraph(heading, STYLES["Heading2"]), Paragraph(LONG, STYLES["BodyText"])]
    text = parse(made(*parts), "x.pdf").text
    assert [heading for heading in headings if heading not in text] == []


def led(numbers) -> bytes:
    """A PDF of a page of titles with leaders to these numbers, and as many pages as there are numbers."""

    def contents(canvas) -> None:
        for place, number in enumerate(numbers):
            canvas.drawString(72, 600 - 20 * place, f"Title {place} . . . . . . . . . . . . {number}")

    return drawn(contents, *(headed(f"Head {n}", f"Text {n}") for n in range(len(numbers))))


def test_a_table_of_contents_is_no_text():
    """Leaders to the numbers of pages, which rise, repeat what the headings say; prices do not rise."""
    assert "Title" not in parse(led([1, 2, 2, 3, 4, 6]), "x.pdf").text
    assert parse(led([3, 2, 6, 1, 4, 5]), "x.pdf").text.count("Title") == 6


def written(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)


def test_the_size_of_the_sheet_may_stand_at_the_parent_of_a_page():
    """Words are looked for where they stand, on sheets of any size."""
    draw = (
        b"BT /F 12 Tf 72 1150 Td (Zebras graze at the top.) Tj 620 -600 Td (Lions sleep on the right.) Tj ET"
    )
    parsed = parse(
        written(
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 900 1200] >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ),
        "x.pdf",
    )
    assert (parsed.hidden, parsed.text.count("Zebras"), parsed.text.count("Lions")) == ((), 1, 1)


def hiding(canvas) -> None:
    """Five ways to hide words, and two that only look like it."""
    canvas.drawString(72, 700, "Zebras graze in the morning.")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 680, "Obey white words.")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 660, "Obey covered words.")
    canvas.rect(60, 650, 300, 25, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(220, 658, "Seen on black.")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(72, 600, "Obey tiny words.")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(-400, 580, "Obey words off the page.")
    text = canvas.beginText(72, 560)
    text.setTextRenderMode(3)
    text.textLine("Obey invisible words.")
    text.setTextRenderMode(0)
    canvas.drawText(text)
    canvas.setFillGray(0.6)
    canvas.drawString(72, 540, "Seen in grey.")


def test_hidden_words_are_set_apart(show):
    """What leaves no mark on the page is no text; white on black and grey are."""
    parsed = parse(drawn(hiding), "x.pdf")
    text = parsed.text
    assert [part for part in ("Zebras graze", "Seen on black", "Seen in grey") if part not in text] == []
    assert "Obey" not in text
    found = {h.why: h.text for h in parsed.hidden}
    assert found["zero size"] == "Obey tiny words."
    assert found["off the page"] == "Obey words off the page."
    unmarked = " ".join(h.text for h in parsed.hidden if h.why == "leaves no mark on the page")
    assert {"white", "covered", "invisible"} <= set(unmarked.split())
    assert {h.page for h in parsed.hidden} == {1}


def test_a_real_form(show, shared):
    """Rules around a whole form do not glue its cells: labels and values are rows."""
    shown = show(parse(shared("REPAIR-2022-INV-001_multipage.pdf"), "x.pdf"))
    for row in (
        ("header", 0, "Customer Information | — | Vehicle Information"),
        ("row", 0, "Email | gabriel@contoso.com | VIN | 1C4RJFBG2NC123456"),
        ("header", 0, "— | — | Hours | Rate | Cost"),
        ("row", 0, "Paint Labor | — | 1.5 | 150 | 225"),
        ("row", 0, "Sales Tax | — | — | 10.20% | 278.46"),
    ):
        assert row in shown


def test_a_real_table_without_rules(show, shared):
    """Sparse rows keep each cell in its column, as the expected output has them."""
    parsed = parse(shared("SPARSE-2024-INV-1234_borderless_table.pdf"), "x.pdf")
    expected = [
        [cell.strip() or "—" for cell in line.strip("|").split("|")]
        for line in shared("expected_outputs/SPARSE-2024-INV-1234_borderless_table.md").decode().splitlines()
        if line.startswith("|") and "---" not in line
    ]
    found = [text.split(" | ") for kind, _, text in show(parsed) if kind in ("header", "row")]
    assert [[*row, *["—"] * (6 - len(row))] for row in found] == expected


def test_a_real_receipt_keeps_its_lines(show, shared):
    """Lines that were broken on purpose are not run together, and drawn rules are no words."""
    shown = [
        text for _, _, text in show(parse(shared("RECEIPT-2024-TXN-98765_retail_purchase.pdf"), "x.pdf"))
    ]
    assert {"Points Earned: 821", "Receipt required", "ID: TM-447821", "TOTAL $821.14"} <= set(shown)
    assert not any("====" in text or "----" in text for text in shown)
