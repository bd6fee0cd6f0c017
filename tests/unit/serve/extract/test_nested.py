"""What stands below an entry comes with it, and the entry with what stands below it."""

import pytest

from ingest.parsers import parse
from ingest.sections import sections
from ingest.types import Document
from serve.extract.groups import Group, ScoredUnit, gather
from serve.extract.nested import siblings, with_bodies
from serve.extract.units import Unit, section_units

SOURCE = """
Commands
========

There are three of them:

- purge: deletes all messages

    There is no undo.

    ::

        app purge

- list: shows the queues

    In the order of their names.

- count: counts

All take a timeout.
"""


@pytest.fixture(scope="module")
def section() -> list[Group]:
    """The pieces of the section, none more relevant than another."""
    parsed = parse(SOURCE.encode(), "x.rst")
    document = Document("x.rst", parsed.title, parsed.text, parsed.blocks)
    units = section_units(document, sections(document)[0])
    return [Group(tuple(ScoredUnit(u, 0.5) for u in piece), 0.5) for piece in gather(units)]


def units(section: list[Group], *words: str) -> list[Unit]:
    """The units that hold one of the words."""
    return [u for group in section for u in group.units if any(w in u.text for w in words)]


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (["purge:"], ["purge: deletes all messages", "There is no undo.", "app purge"]),
        (["undo"], ["purge: deletes all messages", "There is no undo.", "app purge"]),
        (["purge:", "list:", "count:"], ["purge: deletes", "list: shows", "count: counts"]),
        (["timeout"], ["All take a timeout."]),
        (["three"], ["There are three of them:"]),
    ],
)
def test_few_entries_come_with_what_stands_below_them(
    section: list[Group], chosen: list[str], told: list[str]
):
    """Three are an overview; what stands below no entry comes alone."""
    found = with_bodies(units(section, *chosen), section)
    assert [u.text for u in found if not u.text.startswith(tuple(told))] == []
    assert len(found) == len(told)


def test_a_long_body_is_cut(section: list[Group], monkeypatch: pytest.MonkeyPatch):
    """Up to ROOM words in the order of the text."""
    monkeypatch.setattr("serve.extract.nested.ROOM", 4)
    found = with_bodies(units(section, "purge:"), section)
    assert [u.text for u in found] == ["purge: deletes all messages", "There is no undo."]


LED = """
# Speed

- Cache the logger:

      cache = True

  This has two drawbacks:

  1. Later changes are lost.
  2. It cannot be pickled.

- Log less.

  1. An aside.
"""


def pieces(source: str) -> list[Group]:
    """The pieces of a Markdown section, none more relevant than another."""
    parsed = parse(source.encode(), "x.md")
    document = Document("x.md", parsed.title, parsed.text, parsed.blocks)
    found = section_units(document, sections(document)[0])
    return [Group(tuple(ScoredUnit(u, 0.5) for u in piece), 0.5) for piece in gather(found)]


def test_what_a_paragraph_below_an_entry_leads_to_comes_with_it():
    """The drawbacks that are announced; a list of an entry's own that nothing announces stays out."""
    section = pieces(LED)
    told = [u.text for u in with_bodies(units(section, "Cache"), section)]
    assert told[2:] == ["This has two drawbacks:", "Later changes are lost.", "It cannot be pickled."]
    assert [u.text for u in with_bodies(units(section, "Log less"), section)] == ["Log less."]


def test_no_body_ends_with_what_leads_to_nothing(monkeypatch: pytest.MonkeyPatch):
    """Where there is no room for the drawbacks, they are not announced either."""
    monkeypatch.setattr("serve.extract.nested.ROOM", 8)
    section = pieces(LED)
    assert [u.text for u in with_bodies(units(section, "Cache"), section)] == [
        "Cache the logger:",
        "cache = True",
    ]


def test_entries_kept_apart_by_what_stands_below_them_are_one_list(section: list[Group]):
    """All of them behind the first one, none behind a paragraph."""
    first = next(g for g in section if "purge:" in g.units[0].text)
    assert [g.units[0].text for g in siblings(section, first)] == ["list: shows the queues", "count: counts"]
    assert siblings(section, section[0]) == []
