"""PDF: manuals, books and papers, as LaTeX and DocBook set them."""

import io

import pytest
from reportlab.lib import pagesizes
from reportlab.pdfgen.canvas import Canvas

from ingest.parsers.pdf import parse
from ingest.parsers.pdfletters import spelled

PLAIN, BOLD, CODE, SLANTED = "Helvetica", "Helvetica-Bold", "Courier", "Helvetica-Oblique"
LEADING = 14


class Sheet:
    """A PDF that is written line by line; what follows on a line is set in other type."""

    def __init__(self, title: str = "") -> None:
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=pagesizes.LETTER)
        self._canvas.setTitle(title)
        self._top = 700.0

    def line(self, *parts: tuple[str, str], size: float = 11, x: float = 72, gap: float = 0) -> None:
        """A line of (font, words), a space between each two."""
        self._top -= gap
        for font, words in parts:
            self._canvas.setFont(font, size)
            self._canvas.drawString(x, self._top, words)
            x += self._canvas.stringWidth(words + " ", font, size)
        self._top -= LEADING

    def put(self, x: float, rise: float, words: str, size: float = 11, font: str = PLAIN) -> None:
        """Words at a place of the line that was written last."""
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self._top + LEADING + rise, words)

    def rule(self, x0: float, x1: float) -> None:
        """A thin rule below the letters of the line that was written last."""
        self._canvas.setLineWidth(0.4)
        self._canvas.line(x0, self._top + LEADING - 1, x1, self._top + LEADING - 1)

    def width(self, words: str) -> float:
        """Points that words take in plain type."""
        return self._canvas.stringWidth(words, PLAIN, 11)

    def head(self, words: str, size: float = 11) -> None:
        """A line on top of the page."""
        self._canvas.setFont(PLAIN, size)
        self._canvas.drawString(72, 750, words)

    def turn(self) -> None:
        """Goes on overleaf."""
        self._canvas.showPage()
        self._top = 700.0

    def bytes(self) -> bytes:
        """The finished file."""
        self._canvas.save()
        return self._buffer.getvalue()


@pytest.fixture
def sheet() -> Sheet:
    """An empty sheet."""
    return Sheet()


FULL = "The words of this line go on to the right edge of the column, where the next one has"
REST = "no room any more, so that it stands below."


def shown_of(sheet: Sheet, show) -> list[tuple[str, int, str]]:
    """The blocks of the finished sheet."""
    return show(parse(sheet.bytes(), "x.pdf"))


def test_the_number_of_a_chapter_belongs_to_its_title(sheet, show):
    """`Chapter 4` and the title below it are one heading; by itself, or overleaf, each is one."""
    for label, title in (("Chapter 4", "Ferries"), ("APPENDIX B.", "Tides"), ("CHAPTER", "SEVEN")):
        sheet.line((BOLD, label), size=15, gap=30)
        sheet.line((BOLD, title), size=22, gap=30)
        if title == "SEVEN":
            sheet.line((BOLD, "Moorings"), size=22, gap=30)
        sheet.line((PLAIN, FULL), gap=20)
    sheet.line((BOLD, "Part II"), size=15, gap=30)
    sheet.line((PLAIN, FULL), gap=20)
    sheet.line((BOLD, "Part III"), size=15, gap=30)
    sheet.turn()
    sheet.line((BOLD, "Wrecks"), size=22)
    headings = [text for kind, _, text in shown_of(sheet, show) if kind == "heading"]
    assert headings == [
        "Chapter 4 Ferries",
        "APPENDIX B. Tides",
        "CHAPTER SEVEN Moorings",
        *("Part II", "Part III", "Wrecks"),
    ]


def test_the_title_of_a_note_is_no_heading(sheet, show):
    """After a note the section goes on, so that its text has the section's heading."""
    sheet.line((BOLD, "1 Ferries"), size=15)
    for label in ("NOTE", "Warning!", "Hinweis:"):
        sheet.line((BOLD, label), size=13, gap=10)
        sheet.line((PLAIN, FULL), gap=10)
    kinds = [kind for kind, _, _ in shown_of(sheet, show)]
    assert kinds == ["heading", *["paragraph"] * 6]


def test_terms_in_bold_are_entries(sheet, show):
    """A description list's terms stand on the line of their text, each an entry with a colon."""
    sheet.line((PLAIN, "These kinds are known:"))
    sheet.line((BOLD, "tram ferry"), (PLAIN, "A ship that carries rails. It came late."), gap=10)
    sheet.line((BOLD, "punt"), (PLAIN, "Small and flat."))
    assert shown_of(sheet, show)[1:] == [
        ("item", 0, "tram ferry: A ship that carries rails. It came late."),
        ("item", 0, "punt: Small and flat."),
    ]


@pytest.mark.parametrize(
    ("bold", "plain"),
    [
        ("Zebras", "graze in the morning and sleep at noon."),
        ("Note:", "Zebras graze."),
        ("Table 3.1", "Zebras By Year"),
        ("27", "Zebras graze."),
    ],
)
def test_other_words_in_bold_name_no_entry(bold, plain, sheet, show):
    """A word that a sentence goes on from, a label with its mark, a caption and a number stay text."""
    sheet.line((PLAIN, FULL))
    sheet.line((BOLD, bold), (PLAIN, plain), gap=20)
    assert shown_of(sheet, show)[1] == ("paragraph", 0, f"{bold} {plain}")


def test_code_that_ends_a_sentence_is_part_of_it(sheet, show):
    """A line of code below a full line goes on with it; after a short line, or a colon, it is a listing."""
    sheet.line((PLAIN, FULL))
    sheet.line((CODE, "/usr/share/ferries."))
    sheet.line((PLAIN, "To see the ferries, use"), gap=20)
    sheet.line((CODE, "ferry list"))
    sheet.line((PLAIN, FULL[:-3] + "has:"), gap=20)
    sheet.line((CODE, "ferry list --all"))
    assert shown_of(sheet, show) == [
        ("paragraph", 0, f"{FULL} /usr/share/ferries."),
        ("paragraph", 0, "To see the ferries, use"),
        ("code", 0, "ferry list"),
        ("paragraph", 0, FULL[:-3] + "has:"),
        ("code", 0, "ferry list --all"),
    ]


def test_bulleted_code_is_a_list(sheet, show):
    """A bullet makes an entry of code too; a dash may begin a line of it."""
    sheet.line((PLAIN, FULL))
    sheet.line((PLAIN, "Either:"), gap=10)
    for words in ("ferry list", "ferry go north"):
        sheet.line((PLAIN, "•"), (CODE, words), gap=10)
    sheet.line((PLAIN, "A patch:"), gap=20)
    sheet.line((CODE, "- ferry = 1"))
    assert shown_of(sheet, show)[2:] == [
        ("item", 0, "ferry list"),
        ("item", 0, "ferry go north"),
        ("paragraph", 0, "A patch:"),
        ("code", 0, "- ferry = 1"),
    ]


def test_what_a_program_printed_is_code(sheet, show):
    """Columns amid a listing make no table, and keep their places."""
    for words in (FULL, FULL, FULL):
        sheet.line((PLAIN, words))
    sheet.line((CODE, "> ferries"), gap=10)
    for words in ("      bow  stern", "one     1      3", "two     2      4"):
        sheet.line((CODE, words))
    kind, _, text = shown_of(sheet, show)[-1]
    assert kind == "code"
    assert text.split("\n") == ["> ferries", "      bow  stern", "one     1      3", "two     2      4"]


def test_a_line_in_bold_may_go_on_with_a_sentence(sheet, show):
    """Keywords that fill a line are no heading where the sentence before is not at its end."""
    sheet.line((PLAIN, FULL))
    sheet.line((BOLD, "left, right, top, bottom"))
    sheet.line((PLAIN, "and others."))
    assert shown_of(sheet, show) == [("paragraph", 0, f"{FULL} left, right, top, bottom and others.")]


def test_small_letters_stay_with_their_line(sheet, show):
    """Sub- and superscripts are read in their places, and what touches its neighbour is one word."""
    sheet.line((PLAIN, "Ferries burn CO"))
    end = 72 + sheet.width("Ferries burn CO")
    sheet.put(end, -4, "2", size=7)
    sheet.put(end + 4, 0, ", and need 5 m")
    sheet.put(end + 4 + sheet.width(", and need 5 m"), 6, "3", size=7)
    sheet.put(end + 90, 0, "of it.")
    sheet.line((PLAIN, FULL), gap=20)
    assert shown_of(sheet, show)[0] == ("paragraph", 0, "Ferries burn CO2, and need 5 m3 of it.")


def test_small_print_below_a_title_is_a_line_of_its_own(sheet, show):
    """It is no subscript where it stands under words, however close."""
    sheet.line((PLAIN, "Ferries"), size=22)
    sheet.put(72, -9, "and their quays")
    for _ in range(3):
        sheet.line((PLAIN, FULL), gap=20)
    assert [text for _, _, text in shown_of(sheet, show)] == ["Ferries", "and their quays", *[FULL] * 3]


def test_glyphs_without_a_meaning_go():
    """A font may not say which letters its glyphs are; a word of such glyphs alone stays as a mark."""
    glyph = {"text": "(cid:13)", "x0": 0.0, "x1": 5.0, "top": 0.0, "bottom": 11.0, "size": 11.0}
    letter = {**glyph, "text": "c", "x0": 5.0, "x1": 10.0}
    assert (spelled([glyph, letter]), spelled([glyph])) == ("c", "(cid:13)")


def test_underscores_may_be_rules(sheet, show):
    """TeX draws an underscore between letters as a rule; a rule elsewhere is none."""
    sheet.line((PLAIN, "FERRY"))
    end = 72 + sheet.width("FERRY")
    sheet.rule(end, end + 4)
    sheet.put(end + 4, 0, "HOME names the quay.")
    end += 4 + sheet.width("HOME names the quay.")
    sheet.rule(end, end + 4)
    assert shown_of(sheet, show) == [("paragraph", 0, "FERRY_HOME names the quay.")]


def test_accents_are_set_over_letters(sheet, show):
    """An accent that is drawn over a letter is part of it."""
    sheet.line((PLAIN, "Jose Gruber owns it."))
    sheet.put(72 + sheet.width("Jos") + 1, 0, "´")
    assert shown_of(sheet, show) == [("paragraph", 0, "José Gruber owns it.")]


def test_a_name_in_capitals_is_joined_where_it_was_cut(sheet, show):
    """A hyphen at a line's end goes between capitals too, if the name is written whole elsewhere."""
    sheet.line((PLAIN, "The FERRYPORT is old. The words of this line go on to the right edge of the FERRY-"))
    sheet.line((PLAIN, "PORT, and beyond the words of this line, which are the quay's, there is the HALF-"))
    sheet.line((PLAIN, "MOON."))
    text = shown_of(sheet, show)[0][2]
    assert "of the FERRYPORT, and" in text
    assert text.endswith("HALF- MOON.")


def test_the_head_of_a_page_of_code_is_dropped(sheet, show):
    """Heads are small beside the document's text, not beside the smaller code of their page."""
    for number in range(8):
        sheet.head(("OF FERRIES", "OF TIDES", "OF QUAYS")[number // 3])
        for _ in range(9):
            sheet.line(((CODE, "quay = 7") if number == 5 else (PLAIN, FULL)), size=8 if number == 5 else 11)
        sheet.turn()
    assert "OF TIDES" not in parse(sheet.bytes(), "x.pdf").text


def test_the_title_is_the_one_that_the_cover_shows():
    """The file's own title counts where it is printed; else the first of the largest headings does."""

    def titled(title: str) -> str:
        sheet = Sheet(title)
        sheet.line((PLAIN, "A Guide To Ferries"), size=16)
        sheet.line((PLAIN, "List of Tables"), size=24, gap=30)
        for _ in range(5):
            sheet.line((PLAIN, FULL))
        return parse(sheet.bytes(), "x.pdf").title

    assert titled("A Guide to Ferries") == "A Guide to Ferries"
    assert titled("Draft of March") == "List of Tables"


def listed(sheet: Sheet, names: str, numbers: list[int], leader: str) -> None:
    """Writes titles with their pages, far to the right."""
    for name, number in zip(names, numbers, strict=True):
        sheet.line((PLAIN, f"Quay {name} {leader}"))
        sheet.put(480, 0, str(number))


def test_contents_without_leaders_are_told_by_their_neighbours(sheet):
    """Titles of chapters have no dots in a table of contents that has them elsewhere."""
    listed(sheet, "ABCDEF", [1, 1, 2, 2, 3, 3], ". . . . . . . .")
    listed(sheet, "GHIJ", [4, 5, 6, 7], "")
    sheet.turn()
    listed(sheet, "KLMN", [7, 8, 8, 9], "")
    sheet.turn()
    for _ in range(8):
        sheet.line((PLAIN, FULL))
        sheet.turn()
    assert "Quay" not in parse(sheet.bytes(), "x.pdf").text


INDEXED = (
    "bow, 1, 3",
    "crane, 2-4",
    "deck, 5",
    "engine, 1, 6",
    "funnel, 7",
    "gangway, 3,",
    "4, 5",
    "hull . . . . 2",
)


def test_the_index_at_the_end_is_no_text(sheet):
    """From its heading on, pages of words with their pages' numbers; what comes after them stays."""
    for _ in range(8):
        sheet.line((PLAIN, FULL))
        sheet.turn()
    sheet.line((BOLD, "Subject index"), size=16)
    for _ in range(2):
        for entry in INDEXED:
            sheet.line((PLAIN, entry))
        sheet.turn()
    sheet.line((PLAIN, "Printed by Abel & Sons."))
    text = parse(sheet.bytes(), "x.pdf").text
    assert [word for word in ("index", "crane", "gangway", "hull") if word in text] == []
    assert text.endswith("Printed by Abel & Sons.")


def test_figures_under_another_heading_are_no_index(sheet):
    """A list of words with numbers is an index only where it is called one."""
    for _ in range(3):
        sheet.line((PLAIN, FULL))
        sheet.turn()
    sheet.line((BOLD, "Passengers by day"), size=16)
    for entry in INDEXED:
        sheet.line((PLAIN, entry))
    assert "crane, 2-4" in parse(sheet.bytes(), "x.pdf").text


def test_a_term_stands_above_its_definition(sheet, show):
    """In any type, and to the left of it; the next term ends the one before."""
    sheet.line((PLAIN, FULL))
    sheet.line((CODE, "--fog"), gap=10)
    sheet.line(
        (PLAIN, "Use the horn when it is foggy, or when another ship is near and does not see the"), x=96
    )
    sheet.line((PLAIN, "ferry."), x=96)
    sheet.line((PLAIN, "speed"))
    sheet.line((PLAIN, "in knots"), x=96)
    sheet.line((SLANTED, "quay"))
    sheet.line((PLAIN, "where to go"), x=96)
    sheet.line((PLAIN, FULL), gap=10)
    shown = shown_of(sheet, show)
    assert [kind for kind, _, _ in shown] == ["paragraph", "item", "item", "item", "paragraph"]
    assert [text for _, _, text in shown[1:4]] == [
        "--fog: Use the horn when it is foggy, or when another ship is near and does not see the ferry.",
        "speed: in knots",
        "quay: where to go",
    ]


def test_a_first_line_that_is_set_in_defines_nothing(sheet, show):
    """Where the second line stands below the one above, a paragraph begins; so it does after a sentence.

    A full line of a narrow column names nothing either: so the entries of a bibliography are set.
    """
    sheet.line((PLAIN, "Printed by Abel & Sons"))
    sheet.line((PLAIN, FULL), x=90)
    sheet.line((PLAIN, FULL))
    sheet.line((PLAIN, "It is late."), gap=20)
    sheet.line((PLAIN, FULL), x=90)
    sheet.line((PLAIN, REST))
    sheet.turn()
    sheet.line((PLAIN, "Abel, A., and Baker, B. The ferries and the quays of"))
    sheet.line((PLAIN, "The North."), x=90)
    kinds = {kind for kind, _, _ in shown_of(sheet, show)}
    assert kinds == {"paragraph"}


def test_footnotes_stand_behind_what_goes_on_overleaf(sheet, show):
    """Their marks are in neither; a paragraph that goes on overleaf stays whole."""
    x = 72.0
    sheet.line()
    for words, mark in (("A ferry is a ship.", "1"), ("It floats on an area of 5 m", "2")):
        sheet.put(x, 0, words)
        sheet.put(x + sheet.width(words), 4, mark, size=7)
        x += sheet.width(words) + 8
    sheet.put(x, 0, "and the words go on to the")
    sheet.line(gap=500)
    for number, words in (("1", "So the law has it."), ("12", "If it floats, which is")):
        sheet.line()
        sheet.put(72, 3, number, size=6)
        sheet.put(72 + 3.5 * len(number), 0, words, size=9)
    sheet.line((PLAIN, "not always so."), size=9)
    sheet.turn()
    sheet.line((PLAIN, "right edge of the next page."))
    assert [text for _, _, text in shown_of(sheet, show)] == [
        "A ferry is a ship. It floats on an area of 5 m2 and the words go on to the right edge of the next"
        " page.",
        "So the law has it.",
        "If it floats, which is not always so.",
    ]


def test_a_footnote_parts_no_table_that_goes_on_overleaf(sheet, show):
    """The rows follow one another under their header, and the note comes behind them."""

    def rows(names: str) -> None:
        for name in names:
            sheet.line((PLAIN, f"Quay {name}"))
            sheet.put(300, 0, f"{ord(name)} m")

    sheet.line((PLAIN, FULL))
    sheet.line((BOLD, "Quay"), gap=30)
    sheet.put(300, 0, "Length", font=BOLD)
    rows("ABCD")
    sheet.line(gap=400)
    sheet.put(72, 3, "1", size=6)
    sheet.put(76, 0, "As of today.", size=9)
    sheet.turn()
    rows("EFGH")
    shown = shown_of(sheet, show)
    assert [kind for kind, _, _ in shown] == ["paragraph", "header", *["row"] * 8, "paragraph"]
    assert shown[-1][2] == "As of today."


def test_small_print_without_marks_is_text(sheet, show):
    """What is set small at a page's end is a footnote only with a mark."""
    sheet.line((PLAIN, FULL))
    sheet.line((PLAIN, "Printed on board."), size=8, gap=20)
    sheet.turn()
    sheet.line((PLAIN, "It rains."))
    assert [text for _, _, text in shown_of(sheet, show)] == [FULL, "Printed on board.", "It rains."]


def test_a_path_is_joined_where_it_was_cut(sheet, show):
    """At a slash, if it stands whole elsewhere in the document; a folder's name ends with one too."""
    sheet.line(
        (PLAIN, "Read /usr/share/ferry/README, say the people who know it well, then all of /usr/share/")
    )
    sheet.line(
        (PLAIN, "ferry, which nobody does. The words of this line go on to its end, and on to /var/lib/")
    )
    sheet.line((PLAIN, "where the quays are."))
    text = shown_of(sheet, show)[0][2]
    assert "all of /usr/share/ferry, which" in text
    assert "to /var/lib/ where" in text
