"""Documentation to sentences in their places, and places to evidence."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.training.support.claims import part_of
from eval.training.support.prose import FILE, REACH, Place, places, prose, window

LONG = "The broker keeps every segment on the disk until it is old."
PARTS = ("train", "calibrate", "test")


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


def sentences(name: str, count: int) -> list[str]:
    """Prose, numbered."""
    return [f"The {name} keeps row {n} of the table on the disk until it is old." for n in range(count)]


def test_sentences_are_cut_and_their_line_breaks_joined():
    """Two sentences over three lines are two, each on one."""
    assert prose(f"{LONG}\nA segment that is\ntoo old is thrown away by the broker.") == [
        LONG,
        "A segment that is too old is thrown away by the broker.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It is old.",
        " ".join(["The broker keeps it on the disk and"] * 8) + " so on.",
        "the broker keeps every segment on the disk until it is old.",
        "Does the broker keep every segment on the disk until it is old?",
        "The broker keeps every segment on the disk until it is {{ old }}.",
        "See https://example.org for how the broker keeps segments on the disk.",
        "Der Broker behält jedes Segment auf der Platte, bis niemand es braucht.",
        "Kafka Pulsar Redis etcd Postgres MySQL SQLite DuckDB ClickHouse Snowflake.",
        "The broker keeps every segment on the disk until it is old 检索 now.",
        "The broker keeps every segment on the disk until",
    ],
)
def test_what_is_no_english_prose_is_left_out(text: str):
    """Short, long, cut, asking, templates, links, other languages, bare lists of names."""
    assert prose(text) == []
    assert prose(LONG) == [LONG]


@pytest.fixture
def folder(written: Callable[..., Path]) -> Path:
    """Sixty files of two sections, nine sentences and one."""
    rows = [
        {
            "source": "repo",
            "path": f"{n}.md",
            "headings": ["All", name],
            "text": " ".join(sentences(f"{name} {n}", count)),
        }
        for n in range(60)
        for name, count in (("cache", 9), ("queue", 1))
    ]
    return written(FILE, rows)


def test_a_file_is_in_one_part_whole(folder: Path):
    """By its repository and path; every sentence of every file is in exactly one part."""
    found = {part: [p.sentence for p in places(folder, part)] for part in PARTS}
    assert found["test"]
    assert sum(map(len, found.values())) == len({s for part in found.values() for s in part}) == 60 * 10
    numbers = {n for n in range(60) if part_of(f"repo {n}.md") == "test"}
    assert {int(s.split()[2]) for s in found["test"]} == numbers


def test_a_place_knows_what_stands_around_it(folder: Path):
    """Up to three on either side; the rest of its section and the file's other sections are elsewhere."""
    everything = [p for part in PARTS for p in places(folder, part)]
    said = sentences("cache 5", 9)
    (place,) = [p for p in everything if p.sentence == said[4]]
    assert place.before == tuple(said[1:4])
    assert place.after == tuple(said[5:8])
    assert place.elsewhere == (said[0], said[8], *sentences("queue 5", 1))
    assert place.heading == "cache"
    (last,) = [p for p in everything if p.sentence == said[8]]
    assert last.after == ()


@pytest.mark.parametrize(
    ("heading", "shown"), [("Leases:", "Leases. "), ("What ends?", "What ends? "), ("", "")]
)
def test_a_window_holds_its_sentence_among_neighbours_in_order(heading: str, shown: str):
    """Each draw is a run of the section, at times headed, with the sentence or what replaces it."""
    before, after = ("One.", "Two.", "Three."), ("Five.", "Six.", "Seven.")
    place = Place("Four.", before, after, heading, ("Far.",))
    runs = {
        start + " ".join((*before[REACH - a :], "Four.", *after[:b]))
        for start in ("", shown)
        for a in range(4)
        for b in range(4)
    }
    assert {window(place, seeded(n)) for n in range(400)} == runs
    replaced = {window(place, seeded(n), "Other.") for n in range(400)}
    assert replaced == {run.replace("Four.", "Other.") for run in runs}


def test_a_sentence_alone_is_its_own_window():
    """Without neighbours and heading there is nothing to draw."""
    assert {window(Place("Alone.", (), (), "", ()), seeded(n)) for n in range(20)} == {"Alone."}
