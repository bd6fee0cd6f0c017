"""A PDF page's words as lines of text with their looks, in reading order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

_GUTTER_RANGE = (0.35, 0.65)
_COLUMN_LINES = 8
_SAME_LINE = 3
"""Points by which the tops of words of one line may differ."""

_SCRIPT = 0.85
"""Size of a subscript or superscript at most, by that of its line."""

WIDE_GAP = 1.4
"""White space inside a line, in font sizes, from which another cell begins."""


_TOUCHING = 0.12
"""White space before a script at most, in sizes of its line."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the upper left corner; `bold` and `mono` count its letters."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: int = 0
    mono: int = 0


@dataclass(frozen=True)
class Line:
    """A line of text, as the words that it is made of; `edge` is how far right its column's lines go."""

    words: tuple[Word, ...]
    edge: float = 0.0

    @cached_property
    def text(self) -> str:
        """The words with a space between each two, but for a small one that touches its neighbour: CO₂."""
        parts = [self.words[0].text]
        for before, word in pairwise(self.words):
            parts += [word.text] if _touches(before, word) else [" ", word.text]
        return "".join(parts)

    @cached_property
    def letters(self) -> int:
        """How many characters the words have."""
        return sum(len(word.text) for word in self.words)

    @cached_property
    def x0(self) -> float:
        """The left edge."""
        return min(word.x0 for word in self.words)

    @cached_property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @cached_property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)

    @cached_property
    def size(self) -> float:
        """The font size that most of its characters have."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return sizes.most_common(1)[0][0]

    @cached_property
    def bold(self) -> bool:
        """Whether nearly all of it is bold."""
        return sum(word.bold for word in self.words) > self.letters * 0.8

    @cached_property
    def mono(self) -> bool:
        """Whether nearly all of it is set in a typewriter's font."""
        return sum(word.mono for word in self.words) > self.letters * 0.8

    @property
    def width(self) -> float:
        """The width of one character, on average."""
        return (self.x1 - self.x0) / max(1, len(self.text))

    @cached_property
    def cells(self) -> tuple["Line", ...]:
        """The parts that wide gaps separate; a line of running text is one."""
        parts: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word.x0 - before.x1 > WIDE_GAP * max(before.size, word.size):
                parts.append([])
            parts[-1].append(word)
        return tuple(Line(tuple(part)) for part in parts)


@dataclass(frozen=True, slots=True)
class TableContent:
    """A table and where it stands; `words` are those of its cells, row by row."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[list[str]]
    words: tuple[Word, ...] = ()
    ruled: bool = True
    header: bool | None = None
    """Whether the first row names the columns, where its looks tell."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds; `parts` are in reading order."""

    number: int
    width: float
    height: float
    parts: list[Line | TableContent]
    hidden: list[tuple[str, str]] = field(default_factory=list)
    """(words, why nobody sees them)."""

    scanned: bool = False
    """Read by OCR."""

    unread: bool = False
    """A scan that could not be read."""

    @property
    def lines(self) -> list[Line]:
        """The lines outside of tables."""
        return [part for part in self.parts if isinstance(part, Line)]


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that words make up, from the top down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=attrgetter("top")):
        if not rows or word.top > rows[-1][-1].top + _SAME_LINE:
            rows.append([])
        rows[-1].append(word)
    rows = _with_scripts(rows)
    edge = max((word.x1 for row in rows for word in row), default=0.0)
    return [Line(tuple(sorted(row, key=attrgetter("x0"))), edge) for row in rows]


def _with_scripts(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """The rows, with what stands a little above or below one in smaller type put into it: x², CO₂."""
    done: list[list[Word]] = []
    for row in rows:
        if done and (_is_script(row, done[-1]) or _is_script(done[-1], row)):
            done[-1] += row
        else:
            done.append(row)
    return done


def _touches(before: Word, word: Word) -> bool:
    small, size = sorted((before.size, word.size))
    return small <= _SCRIPT * size and word.x0 - before.x1 < _TOUCHING * size


def _is_script(small: Sequence[Word], row: Sequence[Word]) -> bool:
    """Whether smaller words overlap a row in height, and none of its words in width."""
    size = max(word.size for word in row)
    top, bottom = min(word.top for word in row), max(word.bottom for word in row)
    return all(
        word.size <= _SCRIPT * size
        and min(word.bottom, bottom) - max(word.top, top) > 0.3 * (word.bottom - word.top)
        and not any(min(word.x1, other.x1) - max(word.x0, other.x0) > 1 for other in row)
        for word in small
    )


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
