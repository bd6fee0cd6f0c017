"""Votes are on the disk when they are acknowledged, and a kill loses nothing that was."""

from pathlib import Path
from random import Random

import pytest

from eval.pairwise.ballots import Booth, plan
from eval.pairwise.entrants import read_entrants
from eval.pairwise.errors import NoVotes, VotesBusy
from eval.pairwise.votes import VoteFile, by_people, read_votes
from ingest.errors import PathProblem

Two = tuple[Path, Path]


@pytest.fixture
def votes(tmp_path: Path) -> Path:
    """Where votes go."""
    return tmp_path / "votes.jsonl"


def booth(two: Two, file: VoteFile) -> Booth:
    """A person's way through both runs."""
    return Booth(plan(*read_entrants(two), Random(1)), file)  # noqa: S311 - which side is drawn


def current(at: Booth) -> str:
    """The question on the table."""
    ballot = at.current
    assert ballot is not None
    return ballot.id


def test_only_what_differs_is_asked(two: Two, votes: Path):
    """Nine of twelve questions; nothing that is shown names a run."""
    state = booth(two, VoteFile(votes)).state()
    assert (state["total"], state["alike"], state["done"]) == (9, 3, 0)
    assert "good" not in str(state["ballot"]) and "bad" not in str(state["ballot"])


def test_a_vote_counts_once_and_can_be_taken_back(two: Two, votes: Path):
    """A double click writes nothing; after undo the same question comes again."""
    file = VoteFile(votes)
    at = booth(two, file)
    first = current(at)
    assert at.vote(first, "left")
    assert not at.vote(first, "left")
    assert len(read_votes(votes)) == 1
    assert at.undo()
    assert current(at) == first
    assert read_votes(votes) == []
    assert not at.undo()


def test_a_torn_line_is_cut_and_the_rest_stays(two: Two, votes: Path):
    """Killed in the middle of a write: what was acknowledged counts, and the next vote is whole."""
    file = VoteFile(votes)
    at = booth(two, file)
    at.vote(current(at), "right")
    file.close()
    with votes.open("ab") as torn:
        torn.write(b'{"id": "0123')
    assert len(read_votes(votes)) == 1

    again = VoteFile(votes)
    at = booth(two, again)
    assert at.state()["done"] == 1
    at.vote(current(at), "tie")
    assert [v.choice for v in read_votes(votes)] == ["right", "tie"]


def test_one_process_at_a_time(votes: Path):
    """A second one is told so in one line."""
    first = VoteFile(votes)
    with pytest.raises(VotesBusy, match="another rag-eval vote"):
        VoteFile(votes)
    first.close()
    VoteFile(votes).close()


def test_votes_are_counted_for_the_run_on_that_side(two: Two, votes: Path):
    """Whichever side it stood on: `good` was chosen each time."""
    file = VoteFile(votes)
    at = booth(two, file)
    while ballot := at.current:
        at.vote(ballot.id, "left" if ballot.sides[0][0].startswith("good") else "right")
    duels = by_people(read_votes(votes)).duels
    assert len(duels) == 9
    assert all((d.won == 1) == d.first.startswith("good") for d in duels)


def test_what_is_no_vote_is_an_error(votes: Path):
    """The line is named; a file without a vote that decides says so."""
    votes.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(PathProblem, match="line 1"):
        read_votes(votes)
    with pytest.raises(NoVotes):
        by_people([])
