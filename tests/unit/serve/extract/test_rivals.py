"""What tells two named things apart, and what only names them."""

import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.rivals import told_apart, which_is_more
from serve.extract.units import Unit, section_units


def piece(text: str) -> list[Unit]:
    """The units of one paragraph."""
    parsed = parse(f"# Boats\n\n{text}\n".encode(), "boats.md")
    document = Document("boats.md", parsed.title, parsed.text, parsed.blocks)
    return [u for section in sections(document) for u in section_units(document, section)]


@pytest.mark.parametrize(
    ("question", "text", "tells"),
    [
        ("Is Heron faster than Plover?", "We build Heron, Plover and Gannet.", False),
        ("Is Heron faster than Plover?", "Heron runs at the speed of the wind.", True),
        ("Is Heron faster than Plover?", "Plover is the better sailer, Heron the older one.", True),
        ("does Heron use less fuel than Plover", "Heron burns 5 l of fuel.", True),
        ("is Heron easier to sail than Plover", "Heron and Plover were built in 1912.", False),
    ],
)
def test_which_is_more_is_told_by_a_comparison(question: str, text: str, tells: bool):
    """Or by one of the two in that measure; a list of both tells nothing."""
    told = which_is_more(question)
    assert told is not None
    assert told(piece(text)) == tells


@pytest.mark.parametrize(
    "question",
    [
        "Is the bow wider than the stern?",
        "why is Heron faster than Plover",
        "how fast is Heron",
        "Is Heron fast?",
    ],
)
def test_other_questions_compare_no_two_names(question: str):
    """Things without names are left to the words; a reason is given where it is given."""
    assert which_is_more(question) is None


@pytest.mark.parametrize(
    ("subjects", "text", "apart"),
    [
        (("Heron", "Plover"), "We build Heron, Plover and Gannet.", False),
        (("Heron", "Plover"), "Heron has a keel. Plover has none.", True),
        (("Heron", "Plover"), "Unlike Heron, Plover has no keel.", True),
        (("a bow", "a stern"), "We build Heron, Plover and Gannet.", True),
    ],
)
def test_a_difference_needs_words_on_one_of_them(subjects: tuple[str, str], text: str, apart: bool):
    """A list of both is no difference; what has no names is not judged."""
    assert told_apart(subjects, piece(text)) == apart
