"""What a person is asked, in which order, and what has been decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

from eval.pairwise.entrants import alike, pairings
from eval.pairwise.types import Entrant
from eval.pairwise.votes import Choice, VoteFile
from eval.runs.types import Asked

Sides = tuple[tuple[str, Asked], tuple[str, Asked]]
"""Left and right: a run's identity and its answer."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A question with two answers, the sides drawn. `id` says nothing of which is which."""

    id: str
    sides: Sides


@dataclass(frozen=True, slots=True)
class Plan:
    """The ballots in a random order, and how many questions both answered alike and are not asked."""

    ballots: tuple[Ballot, ...]
    alike: int


def plan(first: Entrant, second: Entrant, random: Random) -> Plan:
    """Every question on which the two differ; raises Incomparable for runs that share none."""
    asked = list(pairings([first, second]))
    ballots = []
    for pairing in asked:
        if not alike(pairing):
            one, other = pairing.answers
            sides = [(first.identity, one), (second.identity, other)]
            random.shuffle(sides)
            ballots.append(Ballot(_id(one, first, second), (sides[0], sides[1])))
    random.shuffle(ballots)
    return Plan(tuple(ballots), len(asked) - len(ballots))


def _id(asked: Asked, first: Entrant, second: Entrant) -> str:
    """The same whichever run was named first, so that a vote is found again."""
    parts = (asked.id, asked.question, *sorted((first.identity, second.identity)))
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


class Booth:
    """One person's way through a plan; every step is on the disk before it returns."""

    def __init__(self, planned: Plan, votes: VoteFile) -> None:
        self._alike = planned.alike
        self._ballots = {b.id: b for b in planned.ballots}
        self._votes = votes

    @property
    def current(self) -> Ballot | None:
        """The next one that is not decided."""
        done = {v.ballot for v in self._votes.votes}
        return next((b for b in self._ballots.values() if b.id not in done), None)

    def vote(self, ballot: str, choice: Choice) -> bool:
        """False, and nothing is written, where that ballot is not the current one: a click came twice."""
        current = self.current
        if current is None or current.id != ballot:
            return False
        (left, asked), (right, _) = current.sides
        self._votes.add(ballot, (asked.id, asked.kind), (left, right), choice)
        return True

    def undo(self) -> bool:
        """Takes the last vote back and asks that question again; False where there is none."""
        last = next((v for v in reversed(self._votes.votes) if v.ballot in self._ballots), None)
        if last is None:
            return False
        self._votes.undo(last)
        # After a restart the order is another one: what was taken back comes first.
        again = self._ballots[last.ballot]
        self._ballots = {again.id: again, **self._ballots}
        return True

    def state(self) -> dict[str, Any]:
        """What the page shows: nothing in it tells the runs apart."""
        here = [v for v in self._votes.votes if v.ballot in self._ballots]
        current = self.current
        return {
            "total": len(self._ballots),
            "done": len(here),
            "skipped": sum(v.choice == "skip" for v in here),
            "alike": self._alike,
            "votes": self._votes.path.name,
            "ballot": _shown(current) if current else None,
        }


def _shown(ballot: Ballot) -> dict[str, Any]:
    (_, left), (_, right) = ballot.sides
    return {
        "id": ballot.id,
        "question": left.question,
        "history": list(left.history),
        "answers": [_answer(left.answer), _answer(right.answer)],
    }


def _answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Scores, timings and settings would give the run away."""
    return {
        "refused": answer["status"] == "refused",
        "text": answer["text"],
        "citations": [
            {
                "quote": c["quote"],
                "document": str(c["document"]),
                "section": c["section"],
                "page": c.get("page"),
            }
            for c in answer["citations"]
        ],
    }
