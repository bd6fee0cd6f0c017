"""Retrieved words are those of the source, whatever a parser left out; a budget cuts the last piece."""

import pytest

from eval.bench.document import put
from eval.bench.spans import Asked, Unit, _within, aligned, scored


@pytest.mark.parametrize(
    ("words", "source", "places"),
    [
        ("a b c", "a b c", [0, 1, 2]),
        ("a c", "a b c", [0, 2]),
        ("a x b", "a b", [0, None, 1]),
        ("the end", "the start the end", [0, 3]),
        ("", "a", []),
    ],
)
def test_words_are_found_in_the_source(words: str, source: str, places: list[int | None]):
    """What the source has beside them is passed over, and what it lacks has no place."""
    assert aligned(words.split(), source.split()) == places


def test_the_budget_is_full_and_not_more():
    """Pieces are read in order, and of the last one only as many words as fit."""
    units = [Unit("x", tuple(range(0, 10)), 10), Unit("x", tuple(range(10, 20)), 20), Unit("y", (1,), 5)]
    assert _within([units[1], units[0]], 10) == [("x", i) for i in range(10, 15)]
    assert _within(units[:2], 20) == [("x", i) for i in range(15)]
    assert _within([units[0], units[2]], 99) == [*(("x", i) for i in range(10)), ("y", 1)]


def test_a_word_that_is_retrieved_twice_counts_twice():
    """Of two chunks that overlap the answer is found once, and what they share fills the budget twice."""
    asked = Asked("who?", "x", frozenset(range(5, 10)))
    units = [Unit("x", tuple(range(10)), 10), Unit("x", tuple(range(5, 15)), 10)]
    assert scored(asked, units, 20) == (1.0, 0.25)


def test_a_section_replaces_the_one_of_its_heading(tmp_path, capsys):
    """The other sections of the document stay as they are."""
    file = tmp_path / "figures.md"
    for text in ("## One\n\nold\n", "## Two\n\nstays\n", "## One\n\nnew\n"):
        put(text, file)
    assert file.read_text().endswith("## One\n\nnew\n\n## Two\n\nstays\n")
    assert "old" not in file.read_text()
