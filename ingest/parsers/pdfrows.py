"""A PDF page's words put together as lines, in reading order."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from ingest.parsers.pdflines import SCRIPT, SIGNS, Line, Word

_GUTTER_RANGE = (0.35, 0.65)
_COLUMN_LINES = 8
_SAME_LINE = 3
"""Points by which the tops of words of one line may differ."""


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that words make up, from the top down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=attrgetter("top")):
        if not rows or word.top > rows[-1][-1].top + _SAME_LINE:
            rows.append([])
        rows[-1].append(word)
    rows = _with_scripts(rows)
    edge = max((word.x1 for row in rows for word in row), default=0.0)
    return [Line(tuple(_without_marks(sorted(row, key=attrgetter("x0")))), edge) for row in rows]


def _with_scripts(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """The rows, with what stands a little above or below one in smaller type put into it: x², CO₂."""
    done: list[list[Word]] = []
    for row in rows:
        if done and (_is_script(row, done[-1]) or _is_script(done[-1], row)):
            done[-1] += row
        else:
            done.append(row)
    return done


def _is_script(small: Sequence[Word], row: Sequence[Word]) -> bool:
    """Whether smaller words overlap a row in height, and none of its words in width."""
    size = max(word.size for word in row)
    top, bottom = min(word.top for word in row), max(word.bottom for word in row)
    return all(
        word.size <= SCRIPT * size
        and min(word.bottom, bottom) - max(word.top, top) > 0.3 * (word.bottom - word.top)
        and not any(min(word.x1, other.x1) - max(word.x0, other.x0) > 1 for other in row)
        for word in small
    )


def _without_marks(words: Sequence[Word]) -> Iterator[Word]:
    """The words of a line without raised numbers behind a sentence's sign: they refer to footnotes."""
    yield words[0]
    for before, word in pairwise(words):
        raised = word.size <= SCRIPT * before.size and word.bottom < before.bottom - 1
        if not (raised and word.text.isdecimal() and before.text[-1] in SIGNS):
            yield word


def read_lines(words: Sequence[Word], width: float, height: float) -> list[Line]:
    """A page's lines; where it is set in two columns, the left one comes first."""
    gutter = _gutter(words, width)
    if gutter is None:
        return lines_of(words)
    # Lines above the columns' first line span the page: a paper's title and authors.
    crossing = [word.bottom for word in words if word.x0 < gutter < word.x1 and word.bottom < height * 0.5]
    top = max(crossing, default=0.0)
    above = [word for word in words if _middle(word) <= top]
    below = [word for word in words if _middle(word) > top]
    left = [word for word in below if (word.x0 + word.x1) / 2 <= gutter]
    right = [word for word in below if (word.x0 + word.x1) / 2 > gutter]
    return [*lines_of(above), *lines_of(left), *lines_of(right)]


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _gutter(words: Sequence[Word], width: float) -> float | None:
    """The middle of the white band between two columns, if the page has two."""
    low, high = (int(width * share) for share in _GUTTER_RANGE)
    crossings = {x: _crossing(words, x) for x in range(low, high, 2)}
    if not words or not crossings:
        return None
    fewest = min(crossings.values())
    best = [x for x, count in crossings.items() if count == fewest]
    gutter = float(best[len(best) // 2])
    if fewest > len(words) * 0.02:
        return None
    left = _rows(word for word in words if word.x1 <= gutter)
    right = _rows(word for word in words if word.x0 >= gutter)
    return gutter if _is_column(left, gutter) and _is_column(right, width - gutter) else None


def _crossing(words: Sequence[Word], x: int) -> int:
    return sum(1 for word in words if word.x0 - 3 < x < word.x1 + 3)


def _rows(words: Iterable[Word]) -> list[tuple[float, float]]:
    """The extent of each line the words make up."""
    rows: dict[int, tuple[float, float]] = {}
    for word in words:
        key = round(word.bottom / 3)
        x0, x1 = rows.get(key, (word.x0, word.x1))
        rows[key] = (min(x0, word.x0), max(x1, word.x1))
    return list(rows.values())


def _is_column(rows: Sequence[tuple[float, float]], width: float) -> bool:
    """Enough lines, and most of them run across the column: no table, no list of figures."""
    widths = sorted(x1 - x0 for x0, x1 in rows)
    return len(widths) >= _COLUMN_LINES and widths[len(widths) // 2] > width * 0.55
