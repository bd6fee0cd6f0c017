"""Pieces are found again in the source they were cut from."""

from eval.peers.passages import Places

SOURCE = "# Title\n\nThe quick brown fox jumps. The quick brown fox sleeps under **a tree** [link](http://x.org) now."


def test_a_verbatim_piece_is_found_word_by_word():
    """Places count words from 0 over the whole source."""
    assert list(Places(SOURCE).of("fox sleeps under **a tree**")) == [9, 10, 11, 12, 13]


def test_markup_that_a_parser_left_out_is_passed_over():
    """The words of the link's address are in the source only."""
    assert list(Places(SOURCE).of("under a tree link now")) == [11, 12, 13, 14, 18]


def test_of_two_beginnings_the_one_that_goes_on_counts():
    """Both sentences begin alike."""
    assert list(Places(SOURCE).of("The quick brown fox sleeps")) == [6, 7, 8, 9, 10] and not list(
        Places(SOURCE).of("nothing of the kind stands there")
    )
