"""Claims written for the project about public documentation: free wording that is true, and subtle errors.

`eval/data/claims.jsonl` names, for each piece of documentation, the row of the data set and the piece's
checksum, some claims that it supports and some that it does not. A piece is the row's heading and first
lines, or the stretch at `place` of its text with single spaces. The documentation stays where it is.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.training.data import FILES, rows
from eval.training.support.claims import Pair, Part, part_of
from eval.training.support.corrupt import some_change
from eval.training.written import collapsed
from ingest.errors import PathProblem
from ingest.sentences import sentence_spans

FILE = Path(__file__).parents[2] / "data/claims.jsonl"
SOURCE = "written"
DATA_SETS = ("sections", "interview_qa")
ROOM = 700
"""Characters of a piece, cut at a line's end."""
QUESTIONS_A_PART = 20
"""Neighbouring questions of a guide, often on one subject, that are in one part together."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of documentation, the part that it is in, and what was written about it."""

    evidence: str
    part: Part
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def written(folder: Path, part: Part, file: Path = FILE) -> list[Pair]:
    """The part's claims; of each supported one also a version with a fact changed.

    Data sets that nothing was written about have none. Raises PathProblem where they are another
    version of those that it was written about.
    """
    return [pair for piece in _pieces(folder, file) if piece.part == part for pair in _pairs(piece)]


def _pairs(piece: Piece) -> Iterator[Pair]:
    for claim in piece.right:
        yield Pair(claim, piece.evidence, True, SOURCE, "yes")
        rng = random.Random(claim)  # noqa: S311 - sampling, not secrets
        others = [piece.evidence[a:b] for a, b in sentence_spans(piece.evidence)]
        if wrong := some_change(claim, others, rng)[1]:
            yield Pair(wrong, piece.evidence, False, SOURCE, "changed")
    for claim in piece.wrong:
        yield Pair(claim, piece.evidence, False, SOURCE, "no")


@cache
def _pieces(folder: Path, file: Path) -> tuple[Piece, ...]:
    entries = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    data = {name: list(rows(folder / FILES[name])) for name in DATA_SETS if (folder / FILES[name]).exists()}
    found = [piece for entry in entries if (piece := _piece(entry, data.get(entry["file"], [])))]
    if 0 < len(found) < len(entries):
        raise PathProblem(f"{file.name} was written about other versions of the data sets in {folder}")
    return tuple(found)


def _piece(entry: dict[str, Any], data: Sequence[dict[str, Any]]) -> Piece | None:
    """What the entry is about, unless the row holds something else."""
    if entry["row"] >= len(data):
        return None
    row = data[entry["row"]]
    head, text = (row["headings"][-1], row["text"]) if "text" in row else (row["question"], row["answer"])
    if "place" in entry:
        evidence = collapsed(text)[slice(*entry["place"])]
    else:
        evidence = f"{head.strip()}\n\n{_first_lines(text.strip())}"
    if not sha256(evidence.encode()).hexdigest().startswith(entry["sha"]):
        return None
    # By file, as `places` does.
    part = part_of(f"{row['source']} {row.get('path', entry['row'] // QUESTIONS_A_PART)}")
    return Piece(evidence, part, tuple(entry["yes"]), tuple(entry["no"]))


def _first_lines(text: str) -> str:
    kept = ""
    for line in text.split("\n"):
        if len(kept) + len(line) > ROOM:
            break
        kept += line + "\n"
    return kept.strip()
