"""People's votes: an append-only JSON Lines file that survives a kill at any moment."""

import fcntl
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from eval.pairwise.errors import NoVotes, VotesBusy
from eval.pairwise.types import Duel, Judged
from eval.runs.provenance import now
from eval.runs.store import as_json, make_folder
from ingest.errors import PathProblem, StorageProblem

Choice = Literal["left", "right", "tie", "both bad", "skip"]
WON = {"left": 1, "right": -1, "tie": 0, "both bad": 0}


@dataclass(frozen=True, slots=True)
class Vote:
    """One line: what a person chose for a question between the run on the left and that on the right.

    `ballot` names the question and the two runs, whichever side each stood on; `left` and `right` are
    identities (`eval.pairwise.types.Entrant`); `at` is UTC.
    """

    id: str
    at: str
    ballot: str
    question: str
    kind: str
    left: str
    right: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Undone:
    """One line: the vote of this id does not count."""

    undone: str
    at: str


Line = Vote | Undone
_LINE: TypeAdapter[Line] = TypeAdapter(Line)


def read_votes(path: Path) -> list[Vote]:
    """The votes that count, oldest first; raises PathProblem for a file that holds anything else.

    A last line without its end was cut off by a kill, and was never acknowledged: it is left out.
    """
    try:
        whole, _, _ = path.read_bytes().rpartition(b"\n")
    except OSError as error:
        raise PathProblem(f"cannot read {path}: {error.strerror}; rag-eval vote writes it") from error
    lines = [
        _line(path, number, raw) for number, raw in enumerate(whole.split(b"\n"), start=1) if raw.strip()
    ]
    undone = {line.undone for line in lines if isinstance(line, Undone)}
    return [line for line in lines if isinstance(line, Vote) and line.id not in undone]


def _line(path: Path, number: int, raw: bytes) -> Line:
    try:
        return _LINE.validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]["msg"]
        raise PathProblem(f"{path}, line {number}, is no vote ({first}): mend or remove the line") from error


class VoteFile:
    """The file while votes are collected: one process at a time, each line on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        make_folder(path.parent)
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise StorageProblem(f"cannot write {path}: {error.strerror}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._cut_torn_line()
            self.votes = read_votes(path)
        except BlockingIOError as error:
            os.close(self._file)
            raise VotesBusy(f"another rag-eval vote writes {path}: end it, or name another file") from error
        except BaseException:
            os.close(self._file)
            raise

    def add(self, ballot: str, question: tuple[str, str], sides: tuple[str, str], choice: Choice) -> None:
        """Appends a vote; `question` is its id and kind. Raises StorageProblem, and then nothing is kept."""
        vote = Vote(uuid4().hex, now(), ballot, *question, *sides, choice)
        self._append(vote)
        self.votes.append(vote)

    def undo(self, vote: Vote) -> None:
        """Appends that the vote does not count; raises StorageProblem."""
        self._append(Undone(vote.id, now()))
        self.votes.remove(vote)

    def close(self) -> None:
        """Lets another process write."""
        os.close(self._file)

    def _append(self, line: Line) -> None:
        data, size = (as_json(asdict(line)) + "\n").encode(), os.fstat(self._file).st_size
        try:
            written = os.write(self._file, data)
            if written < len(data):
                raise OSError(0, "the disk is full")
            os.fsync(self._file)
        except OSError as error:
            os.ftruncate(self._file, size)
            raise StorageProblem(f"cannot write {self.path}: {error.strerror}") from error

    def _cut_torn_line(self) -> None:
        """Whatever follows the last whole line was cut off by a kill; the next vote must not join it."""
        data = self.path.read_bytes()
        os.ftruncate(self._file, data.rfind(b"\n") + 1)


def by_people(votes: Iterable[Vote]) -> Judged:
    """Every vote that decides as a duel, both bad as a tie; raises NoVotes where there is none."""
    cast = list(votes)
    decided = [v for v in cast if v.choice in WON]
    if not decided:
        raise NoVotes("the file holds no vote that counts: rag-eval vote RUN RUN collects some")
    bad = sum(v.choice == "both bad" for v in decided)
    left, right = (sum(v.choice == side for v in decided) for side in ("left", "right"))
    notes = (
        f"votes: {len(decided)}, skipped: {len(cast) - len(decided)}; both bad, counted as ties: {bad}",
        f"the left answer won {left} of the {left + right} votes that preferred one",
    )
    return Judged("people", tuple(map(_duel, decided)), {"votes": len(decided), "both bad": bad}, notes)


def _duel(vote: Vote) -> Duel:
    """In the order of the names, since the sides were drawn."""
    won = WON[vote.choice]
    if vote.left <= vote.right:
        return Duel(vote.question, vote.kind, vote.left, vote.right, won)
    return Duel(vote.question, vote.kind, vote.right, vote.left, -won)
