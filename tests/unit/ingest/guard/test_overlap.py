"""How much a sentence has in common with the text around it."""

import numpy as np
import pytest

from ingest.guard.overlap import Overlap
from ingest.guard.planted import load_detector

ATTENTION = "Attention weighs every token of the sequence against every other one."
ALIKE = "The cost grows with the square of the number of words that are attended to."
EGGS = "Boil the eggs for six minutes and put them into cold water."


@pytest.fixture(scope="module")
def overlap() -> Overlap:
    """The shipped one."""
    return load_detector(None).overlap


def test_shared_words_count_by_their_rarity(overlap: Overlap):
    """Most where all stand around, least where none do; a rare one is worth more than an article."""
    whole, rare, common, none = overlap.compared(
        ["the volcano"] * 4, ["the volcano", "volcano", "the", "egg"]
    )[0]
    assert 0 < none < common < rare < whole <= 1
    assert rare - none > 5 * (common - none)


def test_a_long_foreign_sentence_says_more_than_a_short_one(overlap: Overlap):
    """Of a word or two nobody can tell whether they are at home."""
    short, long = overlap.compared(["Boil eggs.", EGGS], [ATTENTION] * 2)[0]
    assert long < short


def test_the_cosine_tells_subjects_apart(overlap: Overlap):
    """Also where two texts on one subject share hardly a word; it is that of the texts alone."""
    cosines = overlap.compared([ATTENTION, ATTENTION, EGGS], [ALIKE, EGGS, EGGS])[1]
    assert cosines[0] > cosines[1]
    assert cosines[2] == pytest.approx(1, abs=1e-5)
    assert overlap.compared([ATTENTION], [ALIKE])[1][0] == pytest.approx(cosines[0], abs=1e-6)


def test_texts_without_pieces_have_nothing_in_common(overlap: Overlap):
    """And no texts give no numbers."""
    shares, cosines = overlap.compared([" ", "eggs"], ["eggs", " "])
    assert np.isfinite(shares).all()
    assert cosines.tolist() == [0, 0]
    assert [len(found) for found in overlap.compared([], [])] == [0, 0]
