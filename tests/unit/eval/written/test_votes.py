"""What a vote of several drafts comes to in the table."""

from eval.written.draft import NUMBER, VERBATIM, Planned
from eval.written.outcome import Outcome
from eval.written.votes import BY_CHECK, Vote, voted


def vote(fault: str, right: bool, *agreed: str) -> Vote:
    """A sentence with its fate, and who agrees."""
    planned = Planned("Ten cats.", "tgwz", VERBATIM, "Nine cats.", "tgwz", fault)
    return Vote(Outcome("q", planned, "as drafted", ("Ten cats.",), "", right, True), frozenset(agreed))


def test_a_fault_is_shown_where_it_passes_both_and_a_sound_sentence_lost_where_it_fails_either():
    """With one draft the vote plays no part."""
    votes = [
        vote(NUMBER, False, BY_CHECK),
        vote(NUMBER, False),
        vote(NUMBER, True, BY_CHECK),
        vote("", True, BY_CHECK),
        vote("", True),
        vote("", False, BY_CHECK),
    ]
    lines = voted([("minilm", votes)]).splitlines()[2:]
    one, check, *cosines = ([cell.strip() for cell in line.split("|")[2:6]] for line in lines)
    assert [cell[:6] for cell in one] == ["one dr", "3 of 3", "2 of 3", "1 of 3"]
    assert [cell[:6] for cell in check] == ["the su", "2 of 3", "1 of 3", "2 of 3"]
    assert [cell[:6] for cell in cosines[0]] == ["cosine", "0 of 3", "0 of 3", "3 of 3"]
