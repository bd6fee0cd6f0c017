"""What a PDF's pages hold: words and lines with their looks, and tables."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

SIGNS = ".,;:!?)”’\"'"
"""What a sentence or a part of it ends with; a raised number behind it refers to a footnote."""

SCRIPT = 0.85
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


def _touches(before: Word, word: Word) -> bool:
    small, size = sorted((before.size, word.size))
    return small <= SCRIPT * size and word.x0 - before.x1 < _TOUCHING * size
