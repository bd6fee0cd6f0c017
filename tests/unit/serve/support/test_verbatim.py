"""What stands word for word: whole sentences and lines, and no part of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.support.verbatim import stands_in

EVIDENCE = (
    "A lease costs 3.5 dollars.  It ends after\nten seconds! Is it renewed? By its holder.\n\n- the last item"
)
SENTENCES = st.lists(
    st.sampled_from(("It works.", "Nothing is lost!", "A lease ends.", "Dr. No said so.")), min_size=1
)


@pytest.mark.parametrize(
    "claim",
    [
        "A lease costs 3.5 dollars.",
        "A lease costs 3.5 dollars",
        "  It ends  after ten seconds. ",
        "A lease costs 3.5 dollars. It ends after ten seconds!",
        "By its holder.",
        "- the last item",
        "the last item",
        EVIDENCE,
    ],
)
def test_sentences_and_lines_stand_there(claim: str):
    """One, several, the last, all; blanks and line breaks between words do not matter."""
    assert stands_in(claim, EVIDENCE)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("it works", "Nobody says that it works."),
        ("It works.", "It works in theory."),
        ("It works.", "It works, they say."),
        ("It works.", "It works?"),
        ("It works.", "It Works."),
        ("It costs 3.", "It costs 3.5 dollars."),
        ("5 dollars is too much.", "Only 3.5 dollars is too much."),
        ("Use Node.", "Use Node.js for that."),
        ("It works.", "It does not. Works."),
        ("It work", "It works."),
        ("", "It works."),
        (" . ", "It works."),
        ("It works.", ""),
        ("it works", "Nobody says that\nit works"),
        ("The limit is five", "The limit is five\nat least."),
    ],
)
def test_parts_and_other_words_do_not(claim: str, evidence: str):
    """Half a sentence, half a figure, a question, other capitals, a wrapped line, nothing at all."""
    assert not stands_in(claim, evidence)


def test_a_later_run_counts_where_an_earlier_one_is_part_of_a_sentence():
    """Every place where the words stand is looked at."""
    assert stands_in("It works.", "Say that It works in theory. It works.")


@given(SENTENCES, SENTENCES, SENTENCES)
def test_a_run_of_sentences_stands_in_what_holds_it(before: list[str], run: list[str], after: list[str]):
    """Whatever stands around it, one blank or one line apart."""
    for gap in (" ", "\n"):
        assert stands_in(" ".join(run), gap.join([*before, *run, *after]))
        assert not stands_in("".join(run) + " Nowhere.", gap.join([*before, *run, *after]))
