"""Long evidence cut to what the claim is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.support.focus import ROOM, focused

FILLER = [f"The weather of day {n} was fine in most places of the northern coast." for n in range(30)]
TELLING = "A lease ends after ten seconds."
SENTENCES = st.lists(
    st.sampled_from(
        (TELLING, "It is renewed by its holder.", *FILLER[:5], "x" * 300 + ".", "Lease " * 150 + "ends.")
    )
)


def test_short_evidence_is_read_whole():
    """Up to the room there is nothing to choose, blanks and all."""
    evidence = "It is.  \n" + "x" * (ROOM - 9)
    assert focused("A lease ends.", evidence) == evidence


@pytest.mark.parametrize("at", [0, 15, 30])
def test_the_telling_sentence_is_kept_wherever_it_stands(at: int):
    """At the beginning, in the middle, at the end; and what is left fits into the room."""
    found = focused("The lease ends after ten seconds.", " ".join([*FILLER[:at], TELLING, *FILLER[at:]]))
    assert TELLING in found
    assert len(found) <= ROOM


def test_the_sentence_before_comes_along():
    """It says what "it" is, and is worth half of what "it" is said to do."""
    pair = [
        "Only one member of the whole group can ever have what Raft calls a lease of it.",
        "It ends after ten seconds.",
    ]
    found = focused("The lease ends after ten seconds.", " ".join([*FILLER[:20], *pair, *FILLER[20:]]))
    assert " ".join(pair) in found
    other = focused("The weather of day 29.", " ".join([*FILLER[:20], *pair, *FILLER[20:]]))
    assert pair[0] not in other


def test_sentences_stay_in_their_order():
    """However much each is worth."""
    said = ["Ten seconds pass.", *FILLER, "The lease ends after ten seconds."]
    found = focused("The lease ends after ten seconds.", " ".join(said))
    assert found.startswith(said[0])
    assert found.endswith(said[-1])


def test_one_endless_sentence_is_cut():
    """There is always something to read."""
    assert focused("A lease ends.", "lease " * 400) == ("lease " * 400)[:ROOM]


def test_a_sentence_without_room_makes_way_for_a_shorter_one():
    """What comes next in value and does not fit is passed over."""
    long, short = "The lease ends " + "so " * 220 + "late.", "The lease is short."
    found = focused(
        "The lease ends after ten seconds.", " ".join([TELLING, *FILLER, long, *FILLER[:5], short])
    )
    assert TELLING in found
    assert short in found
    assert long not in found


@pytest.mark.parametrize("evidence", ["", " " * (ROOM + 1), "\n" * 9999])
def test_evidence_without_words_has_none(evidence: str):
    """Blanks alone are no evidence, and no error."""
    assert focused("A lease ends.", evidence).strip() == ""


@given(SENTENCES)
def test_what_is_read_is_in_the_evidence(sentences: list[str]):
    """Never longer than the room, and every sentence of it stands in the evidence."""
    evidence = " ".join(sentences)
    found = focused("A lease ends after ten seconds.", evidence)
    assert len(found) <= ROOM
    left = evidence
    for piece in found.split(". "):
        assert piece in left
