"""The pieces of a section as an answer shows them."""

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.units import section_units


def shown(source: str) -> list[str]:
    """Every piece of a Markdown text as people read it."""
    parsed = parse(source.encode(), "x.md")
    document = Document("x.md", parsed.title, parsed.text, parsed.blocks)
    return [unit.readable for section in sections(document) for unit in section_units(document, section)]


def test_a_row_is_spoken_with_its_headings():
    """Each cell goes with its column's name, and a cell without a name stands alone."""
    table = "| Name | Size | |\n| --- | --- | --- |\n| tea | 3 kg | green |\n"
    assert shown(table) == ["tea — Size: 3 kg; green"]


def test_empty_cells_are_not_spoken():
    """A dash that only keeps a column's place is no word of the row."""
    table = "| | Hours | Rate | Cost |\n| --- | --- | --- | --- |\n| Tax | | 10% | 278 |\n| Parts | | | |\n"
    assert shown(table) == ["Tax — Rate: 10%; Cost: 278", "Parts"]


def test_a_name_alone_below_its_own_heading_is_no_statement():
    """A module's name where its text would stand; a list's entry may say what the heading says."""
    assert shown("# Transport - app.transport\n\napp.transport\n") == []
    assert shown("# Is tea drunk hot or cold?\n\nhot\n") == ["hot"]
    assert shown("# Tea and milk\n\n- tea\n- milk\n") == ["tea", "milk"]
    assert shown("# Transport - app.transport\n\nIt moves.\n") == ["It moves."]


def test_a_sentence_that_breaks_off_leads_to_the_list():
    """ "The attacker cannot", and its entries below; a sentence that ends leads to nothing."""

    def lead(sentence: str) -> str:
        parsed = parse(f"# Model\n\nAll is sealed. {sentence}\n\n- read it\n- change it\n".encode(), "x.md")
        document = Document("x.md", parsed.title, parsed.text, parsed.blocks)
        return section_units(document, sections(document)[0])[-1].lead_text

    assert lead("The attacker cannot") == "The attacker cannot"
    assert lead("The attacker can, among other things:") == "The attacker can, among other things:"
    assert lead("The attacker is far away.") == ""
