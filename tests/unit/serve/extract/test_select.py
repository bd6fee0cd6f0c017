"""Which pieces of a section make the answer: lists whole, labels never alone, figures of the right kind."""

import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.evidence import beyond
from serve.extract.groups import Group, ScoredUnit, gather
from serve.extract.intent import read_intent
from serve.extract.select import best_piece, select
from serve.extract.units import Unit, section_units

SOURCE = """# Guide

A few words about what follows.

## How is it built?

It is built with care and costs $30 a month.

Steps of the build:

1. Collect.
2. Clean.
3. Train.

Two hands are enough. These tools help:

- hammer
- saw
- drill
- plane
- file
- vice
- square
- gauge

It took 40 ms.
"""


@pytest.fixture(scope="module")
def document() -> Document:
    """The source as the product parses it."""
    parsed = parse(SOURCE.encode(), "guide.md")
    return Document("guide.md", parsed.title, parsed.text, parsed.blocks)


@pytest.fixture(scope="module")
def units(document: Document) -> list[Unit]:
    """The units of its second section."""
    return section_units(document, sections(document)[1])


def scored(units: list[Unit], **relevance: float) -> list[Group]:
    """Groups whose units are as relevant as the word that they hold, else hardly."""

    def of(unit: Unit) -> float:
        return next((r for word, r in relevance.items() if word in unit.text), 0.1)

    return [
        Group(tuple(ScoredUnit(u, of(u)) for u in piece), max(of(u) for u in piece))
        for piece in gather(units)
    ]


def texts(question: str, groups: list[Group]) -> list[str]:
    """What is selected for the question."""
    return [u.text for u in select(question, read_intent(question), groups, [], restated=False)]


def test_numbered_steps_come_whole(units: list[Unit]):
    """Two good steps of three bring the third; nobody can follow a procedure with a hole."""
    assert texts("Tell me", scored(units, Collect=0.9, Train=0.85))[:3] == ["Collect.", "Clean.", "Train."]


def test_most_steps_by_name_bring_the_others(units: list[Unit]):
    """Two steps of three that the question names are completed; one of them comes alone."""
    groups = scored(units)
    steps = [u for u in units if u.kind == "step"]

    def told(named: list[Unit]) -> list[str]:
        question = "collect and train"
        return [u.text for u in select(question, read_intent(question), groups, named, restated=False)]

    assert told([steps[0], steps[2]]) == ["Collect.", "Clean.", "Train."]
    assert told(steps[:1]) == ["Collect."]


def test_one_entry_of_a_long_list_comes_alone(units: list[Unit]):
    """One of eight entries that alone fits the question is the answer, without the other seven."""
    found = texts("Tell me", scored(units, saw=0.9))
    assert "saw" in found
    assert "hammer" not in found


def test_a_list_too_long_to_read_gives_its_best_entries(units: list[Unit], monkeypatch: pytest.MonkeyPatch):
    """Where it is not asked for as a list; a short one comes whole if several of its entries fit."""
    groups = scored(units, saw=0.9, drill=0.9, vice=0.9)
    assert "hammer" in texts("Tell me", groups)
    monkeypatch.setattr("serve.extract.select.LONG", 7)
    assert [t for t in texts("Tell me", groups) if t in ("saw", "hammer", "vice")] == ["saw", "vice"]
    assert "hammer" in texts("Which tools are there?", groups)


def test_an_announced_list_comes_whole(units: list[Unit]):
    """With the sentence that announces it, one entry alone would read as a slip."""
    found = texts("Which tool drives nails?", scored(units, hands=0.8, hammer=0.8))
    assert found[:3] == ["Two hands are enough.", "These tools help:", "hammer"]
    assert found[-1] == "gauge"


@pytest.mark.parametrize("named", [True, False])
def test_an_entry_that_introduces_others_brings_them(named: bool):
    """Not the entry behind them, which is its neighbour; called by its name or found by its words."""
    source = b"# Stats\n\n- size: how large.\n- state, one of:\n  - open\n  - shut\n- age: how old.\n"
    parsed = parse(source, "stats.md")
    stats = Document("stats.md", parsed.title, parsed.text, parsed.blocks)
    units = [u for section in sections(stats) for u in section_units(stats, section)]
    called = [u for u in units if named and "state" in u.text]
    found = select("the state?", read_intent("the state?"), scored(units, state=0.9), called, restated=False)
    assert [u.text for u in found] == ["state, one of:", "open", "shut"]


def test_a_sentence_that_breaks_off_brings_its_list():
    """As one that ends in a colon does: without its entries "the attacker cannot" says nothing."""
    parsed = parse(b"# Model\n\nThe attacker cannot\n\n- read\n- write\n", "x.md")
    document = Document("x.md", parsed.title, parsed.text, parsed.blocks)
    first, entries = gather(section_units(document, sections(document)[0]))
    groups = [
        Group((ScoredUnit(first[0], 0.9),), 0.9, leads=True),
        Group(tuple(ScoredUnit(u, 0.1) for u in entries), 0.1),
    ]
    chosen = select("what of attackers", read_intent("what of attackers"), groups, [], restated=False)
    assert [u.text for u in chosen] == ["read", "write"]


def test_code_that_a_paragraph_speaks_of_comes_with_it():
    """ "This empties the cache" is no answer without the command; one that stands alone needs none."""
    source = "# Cache\n\nRun:\n\n```\nempty\n```\n\n{} empties the cache for ever.\n\nIt is large.\n"

    def told(subject: str) -> list[str]:
        parsed = parse(source.format(subject).encode(), "x.md")
        document = Document("x.md", parsed.title, parsed.text, parsed.blocks)
        groups = scored(section_units(document, sections(document)[0]), empties=0.9, large=0.5)
        return [u.text for u in select("a trick", read_intent("a trick"), groups, [], restated=False)]

    assert told("This") == ["Run:", "empty", "This empties the cache for ever."]
    assert told("A restart") == ["A restart empties the cache for ever."]


def test_a_section_that_is_the_answer_does_not_end_in_a_label():
    """Of a table that has no room behind "Some examples:" the fitting rows are given."""
    rows = "".join(f"| crontab({n}) | every {n} minutes |\n" for n in range(20))
    source = f"# Schedules\n\nThey are flexible. Some examples:\n\n| Call | Meaning |\n| --- | --- |\n{rows}"
    parsed = parse(source.encode(), "x.md")
    document = Document("x.md", parsed.title, parsed.text, parsed.blocks)
    groups = scored(section_units(document, sections(document)[0]), **{"every 7": 0.9})
    found = [u.text for u in select("schedules", read_intent("schedules"), groups, [], restated=True)]
    assert found == ["They are flexible.", "Some examples:", "crontab(7) | every 7 minutes"]


def test_a_second_place_gives_one_piece(units: list[Unit]):
    """Its best one and what that introduces, however good its others are; of a figure what tells it."""

    def told(question: str, **relevance: float) -> list[str]:
        return [u.text for u in best_piece(question, read_intent(question), scored(units, **relevance))]

    assert told("is it careful", care=0.9, Two=0.89) == ["It is built with care and costs $30 a month."]
    assert told("what drives nails", hands=0.9, care=0.89)[1:3] == ["These tools help:", "hammer"]
    assert told("how long did it take", care=0.9) == ["It took 40 ms."]


def test_a_label_is_no_answer(units: list[Unit]):
    """ "Steps of the build:" is not given for itself, however well it fits; what it introduces is."""
    found = texts("What are the steps?", scored(units, Steps=0.95, Collect=0.4))
    assert found == ["Collect.", "Clean.", "Train."]


def test_a_question_of_the_text_is_no_answer():
    """It leads to what follows, as a colon does."""
    parsed = parse(b"# Ships\n\nWhat happens at launch?\n\n1. Ropes go.\n2. Bottles break.\n", "ships.md")
    ships = Document("ships.md", parsed.title, parsed.text, parsed.blocks)
    units = [u for section in sections(ships) for u in section_units(ships, section)]
    found = texts("What happens at launch, step by step?", scored(units, happens=0.95, Ropes=0.4))
    assert found[-2:] == ["Ropes go.", "Bottles break."]


def test_a_paragraph_is_not_given_from_a_sentence_that_hangs_on_the_heading():
    """ "Both carry goods." says nothing without the heading; what follows the best sentence comes along."""
    source = b"# Ships and carts\n\nBoth carry goods. A barge is a flat ship. It has no keel.\n"
    parsed = parse(source, "ships.md")
    ships = Document("ships.md", parsed.title, parsed.text, parsed.blocks)
    units = [u for section in sections(ships) for u in section_units(ships, section)]
    assert texts("What floats?", scored(units, barge=0.9)) == ["A barge is a flat ship.", "It has no keel."]


def test_a_figure_of_the_measure_asked_for_is_preferred(units: list[Unit]):
    """A question for a price gets the dollars although the milliseconds are as relevant."""
    assert "$30" in " ".join(texts("How much does it cost?", scored(units, took=0.6, care=0.55)))


def test_an_entry_s_other_figure_gives_way_to_the_measure_asked_for(units: list[Unit]):
    """A named entry with a number answers, but not how long something takes where another unit says that."""
    named = [u for u in units if "$30" in u.text]
    groups = scored(units, took=0.5)
    for question, answer in (("How much is the build?", "$30"), ("How long did the build take?", "40 ms")):
        (found,) = select(question, read_intent(question), groups, named, restated=False)
        assert answer in found.text


def test_a_short_introduction_is_known_as_one(document: Document, units: list[Unit]):
    """Words between a heading and the headings below it introduce; the section below does not."""
    assert [u.introductory for u in section_units(document, sections(document)[0])] == [True]
    assert not any(u.introductory for u in units)


@pytest.mark.parametrize(
    ("question", "heading", "left"),
    [
        (
            "which engines support speculative decoding",
            "What is speculative decoding?",
            "which engines support",
        ),
        ("what is speculative decoding", "What is speculative decoding?", "what is speculative decoding"),
        ("steps", "", "steps"),
    ],
)
def test_what_is_asked_beyond_the_heading(question: str, heading: str, left: str):
    """The heading's words are left out, unless nothing that carries meaning is left."""
    assert beyond(question, heading) == left
