"""Claims written for the project about public texts: free wording that is true, and subtle errors.

`eval/data/training/claims/` has a file for each data set. A line names the row and the checksum of a piece
of it, some claims that the piece supports and some that it does not. A piece is the row's heading and first
lines, or the stretch at `place` of its text with single spaces. The texts stay where they are.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.training.data import FILES, rows
from eval.training.support.claims import FILE, Pair, Part, joined, part_of
from eval.training.support.corrupt import some_change
from eval.training.written import collapsed
from ingest.errors import PathProblem
from ingest.sentences import sentence_spans

FOLDER = Path(__file__).parents[2] / "data/training/claims"
SOURCES = {
    "sections": "written",
    "interview_qa": "written",
    "medquad": "medicine",
    "scifact_corpus": "abstracts",
    "support": "wikipedia",
}
"""What claims were written about -> what they are called. Of `support` it is FEVER's evidence."""
PATHS = {**FILES, "support": FILE}
ROOM = 700
"""Characters of a piece, cut at a line's end."""
QUESTIONS_A_PART = 20
"""Neighbouring questions of a guide, often on one subject, that are in one part together."""


@dataclass(frozen=True, slots=True)
class Text:
    """A row of a data set; texts of one `group` are in one part."""

    head: str
    body: str
    group: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, the part that it is in, and what was written about it."""

    evidence: str
    part: Part
    source: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def written(folder: Path, part: Part, claims: Path = FOLDER) -> list[Pair]:
    """The part's claims; of each supported one also a version with a fact changed.

    Data sets that nothing was written about have none. Raises PathProblem where they are another
    version of those that it was written about.
    """
    found = (piece for name in SOURCES for piece in _pieces(folder, claims, name))
    return [pair for piece in found if piece.part == part for pair in _pairs(piece)]


def _pairs(piece: Piece) -> Iterator[Pair]:
    for claim in piece.right:
        yield Pair(claim, piece.evidence, True, piece.source, "yes")
        rng = random.Random(claim)  # noqa: S311 - sampling, not secrets
        others = [piece.evidence[a:b] for a, b in sentence_spans(piece.evidence)]
        if wrong := some_change(claim, others, rng)[1]:
            yield Pair(wrong, piece.evidence, False, piece.source, "changed")
    for claim in piece.wrong:
        yield Pair(claim, piece.evidence, False, piece.source, "no")


@cache
def _pieces(folder: Path, claims: Path, name: str) -> tuple[Piece, ...]:
    file, data = claims / f"{name}.jsonl.gz", folder / PATHS[name]
    if not (file.exists() and data.exists()):
        return ()
    entries, texts = list(rows(file)), list(rows(data))
    found = [piece for entry in entries if (piece := _piece(name, entry, texts))]
    if 0 < len(found) < len(entries):
        raise PathProblem(f"{file.name} was written about another version of {data}")
    return tuple(found)


def _piece(name: str, entry: dict[str, Any], data: Sequence[dict[str, Any]]) -> Piece | None:
    """What the entry is about, unless the row holds something else."""
    if entry["row"] >= len(data):
        return None
    text = _text(data[entry["row"]], entry["row"])
    if "place" in entry:
        evidence = collapsed(text.body)[slice(*entry["place"])]
    else:
        evidence = f"{text.head.strip()}\n\n{_first_lines(text.body.strip())}"
    if not sha256(evidence.encode()).hexdigest().startswith(entry["sha"]):
        return None
    return Piece(evidence, part_of(text.group), SOURCES[name], tuple(entry["yes"]), tuple(entry["no"]))


def _text(row: dict[str, Any], number: int) -> Text:
    """Grouped as the other pairs of its data set: by file, title or evidence."""
    match row:
        case {"headings": headings, "text": text}:
            return Text(headings[-1], text, f"{row['source']} {row['path']}")
        case {"title": title, "text": text}:
            return Text(title, text, title)
        case {"question": question, "answer": answer}:
            return Text(question, answer, f"{row['source']} {number // QUESTIONS_A_PART}")
        case {"evidence": evidence}:
            return Text("", joined(evidence), joined(evidence))
    raise ValueError(f"row {number} is of no data set that claims were written about")


def _first_lines(text: str) -> str:
    kept = ""
    for line in text.split("\n"):
        if len(kept) + len(line) > ROOM:
            break
        kept += line + "\n"
    return kept.strip()
