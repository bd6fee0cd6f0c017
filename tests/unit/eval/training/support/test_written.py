"""Claims written for the project: about the documentation as it is, in one part, and of both kinds."""

import gzip
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from eval.training.data import rows
from eval.training.support.claims import Pair, load_claims, split
from eval.training.support.written import FOLDER, ROOM, SOURCES
from eval.training.support.written import written as claims_of
from ingest.errors import PathProblem

Write = Callable[..., Path]
Row = dict[str, str]
TEXT = "The broker keeps 12 segments on two disks.\n\nA segment is closed after 30 minutes.\n"
EVIDENCE = f"Storage\n\n{TEXT.strip()}"
PARTS = ("train", "calibrate", "test")


def about(evidence: str, row: int = 0) -> dict[str, object]:
    """Claims about a row of the sections."""
    sha = sha256(evidence.encode()).hexdigest()[:12]
    return {"row": row, "sha": sha, "yes": ["It has a dozen."], "no": [f"It has {row}."]}


@pytest.fixture
def claims(tmp_path: Path) -> Callable[..., Path]:
    """Entries about a data set -> the claims' folder."""

    def write(*entries: dict[str, object], name: str = "sections") -> Path:
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(entry) + "\n" for entry in entries)
        return tmp_path

    return write


@pytest.fixture
def sections(written: Write) -> Callable[..., Path]:
    """Texts -> the folder of a data set whose sections they are."""
    return lambda *texts: written(
        "sections/train.jsonl.gz",
        [{"source": "s", "path": "p", "headings": ["Storage"], "text": t} for t in texts],
    )


def everything(folder: Path, claims: Path) -> list[Pair]:
    """The pairs of all parts."""
    return [p for part in PARTS for p in claims_of(folder, part, claims)]


def test_every_entry_has_both_kinds():
    """A piece of documentation with claims of one kind alone would be known by its claims' subject."""
    sets = {name: list(rows(FOLDER / f"{name}.jsonl.gz")) for name in SOURCES}
    assert all(len(entries) > 70 for entries in sets.values())
    assert all(len({e["row"] for e in entries}) == len(entries) for entries in sets.values())
    entries = [e for some in sets.values() for e in some]
    assert all(e["yes"] and e["no"] for e in entries)
    claims = [c for e in entries for c in (*e["yes"], *e["no"])]
    assert len({c.casefold() for c in claims}) == len(claims)


def test_claims_stand_beside_what_they_are_about(sections: Write, claims: Write):
    """The evidence is the heading and the text that the checksum was taken of."""
    found = everything(sections(TEXT), claims(about(EVIDENCE)))
    assert {p.evidence for p in found} == {EVIDENCE}
    said = [(p.claim, p.supported) for p in found if p.kind != "changed"]
    assert said == [("It has a dozen.", True), ("It has 0.", False)]


def test_long_texts_are_cut_at_a_line(sections: Write, claims: Write):
    """No more than ROOM characters of the text are evidence, and no line in part."""
    lines = "\n".join(f"Line {n} says that the value of entry {n} is {n}." for n in range(40))
    kept = lines[:ROOM].rpartition("\n")[0]
    assert everything(sections(lines), claims(about(f"Storage\n\n{kept}")))


def test_claims_may_be_about_a_stretch(sections: Write, claims: Write):
    """Between two characters of the row's text with single spaces, without its heading."""
    stretch = "A segment is closed after 30 minutes."
    start = " ".join(TEXT.split()).index(stretch)
    entry = {**about(stretch), "place": [start, start + len(stretch)]}
    assert {p.evidence for p in everything(sections(TEXT), claims(entry))} == {stretch}


@pytest.mark.parametrize(
    ("name", "file", "row", "source"),
    [
        (
            "medquad",
            "medquad/train.jsonl.gz",
            {"question": "Why?", "answer": TEXT, "source": "m"},
            "medicine",
        ),
        ("scifact_corpus", "scifact/corpus.jsonl.gz", {"title": "Disks", "text": TEXT}, "abstracts"),
        ("support", "support/train.jsonl.gz", {"evidence": TEXT, "claim": "It is."}, "wikipedia"),
    ],
)
def test_claims_may_be_about_other_sets(
    name: str, file: str, row: Row, source: str, written: Write, claims: Write
):
    """Answers of an encyclopedia, abstracts and the public pairs' evidence, each a source of its own."""
    stretch = "The broker keeps 12 segments on two disks."
    entry = {**about(stretch), "place": [0, len(stretch)]}
    found = everything(written(file, [row]), claims(entry, name=name))
    assert {(p.source, p.evidence) for p in found} == {(source, stretch)}


def test_other_data_sets_have_no_claims(sections: Write, claims: Write):
    """Over a data set that nothing was written about there is nothing to say, and no error."""
    assert everything(sections("Another text."), claims(about(EVIDENCE))) == []


def test_another_version_is_refused(sections: Write, claims: Write):
    """Where some rows are as they were and others not, claims could stand beside the wrong words."""
    with pytest.raises(PathProblem, match="another version"):
        everything(sections(TEXT, "Something else."), claims(about(EVIDENCE), about(EVIDENCE, 1)))


def test_over_the_real_data_no_part_holds_anothers_evidence(shared_data: Path):
    """Every entry is in one part, and so is evidence of a public pair that claims were written about."""
    public = split(load_claims(shared_data))
    parts = {part: {p.evidence for p in claims_of(shared_data, part)} for part in PARTS}
    assert all(parts.values())
    for part in PARTS:
        others = {p.evidence for other in PARTS if other != part for p in public[other]}
        assert not parts[part] & others
    assert not parts["train"] & parts["test"]
    assert not parts["calibrate"] & (parts["train"] | parts["test"])
