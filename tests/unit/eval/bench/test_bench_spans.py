"""Retrieved words are those of the source, whatever a parser left out; a budget cuts the last piece."""

import pytest

from eval.bench.document import put
from eval.bench.spans import Unit, _within, aligned


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
    assert _within(
        [
            units[i]
            for i in (
                1,
                0,
            )
        ],
        10,
    ) == {("x", i) for i in range(10, 15)}
    assert _within(
        [
            units[i]
            for i in (
                0,
                1,
            )
        ],
        20,
    ) == {("x", i) for i in range(15)}


def test_a_section_replaces_the_one_of_its_heading(tmp_path, capsys):
    """The other sections of the document stay as they are."""
    file = tmp_path / "figures.md"
    for text in ("## One\n\nold\n", "## Two\n\nstays\n", "## One\n\nnew\n"):
        put(text, file)
    assert file.read_text().endswith("## One\n\nnew\n\n## Two\n\nstays\n")
    assert "old" not in file.read_text()
