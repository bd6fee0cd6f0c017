"""How a PDF document looks, which tells its headings from its body."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.parsers.outline import AMOUNT
from ingest.parsers.pdflines import Line, PageContent

_DOT = r"[•·●▪◦‣■○➢✓\uf0b7\uf0a7\u2043]"
DOT = re.compile(_DOT)
"""A bullet that is nothing else: a dash may begin a line of code."""
BULLET = re.compile(rf"(?:{_DOT}|[-–*](?=\s)|\(cid:\d+\)(?=\s))\s*")
_LARGER = 1.12
_AROUND = ".,;:!?()[]“”‘’\"'"


class Style:
    """How this document looks: its body's size, the ranks of its headings, its words."""

    def __init__(self, pages: Sequence[PageContent]) -> None:
        lines = [line for page in pages for line in page.lines]
        letters: Counter[float] = Counter()
        for line in lines:
            letters[line.size] += len(line.text)
        mono = sum(len(line.text) for line in lines if line.mono)
        self.typewritten = mono > 0.6 * sum(letters.values())
        self.body = letters.most_common(1)[0][0] if letters else 10.0
        self.words = frozenset(
            re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", " ".join(_inner(line) for line in lines).lower())
        )
        self._paths = sorted(set(_paths(lines)))
        looks = {(line.size, line.bold) for line in lines if self.is_heading(line)}
        large = sorted({size for size, _ in looks if size >= self.body * _LARGER}, reverse=True)
        self._ranks = {size: rank for rank, size in enumerate(large, start=1)}

    def is_heading(self, line: Line) -> bool:
        """Larger than the body, or short and bold."""
        if (
            (line.mono and not self.typewritten)
            or not re.search(r"[^\W\d_]", line.text)
            or BULLET.match(line.text)
            or AMOUNT.search(line.text)
        ):
            return False
        if line.size >= self.body * _LARGER:
            return len(line.text) < 200
        short = len(line.text) <= 150 and not re.search(r"[.,;:]$", line.text)
        return line.bold and line.size >= self.body * 0.95 and short

    def level(self, line: Line) -> int:
        """The heading's level: the larger, the higher."""
        return min(6, self._ranks.get(line.size, len(self._ranks) + 1))

    def _is_path(self, text: str, line: str) -> bool:
        """Whether a path that a line's end cut stands whole elsewhere, or the beginning of a longer one."""
        whole = (text.rsplit(maxsplit=1)[-1] + line.split(maxsplit=1)[0]).strip(_AROUND)
        place = bisect_left(self._paths, whole)
        return place < len(self._paths) and self._paths[place].startswith(whole)

    def joined(self, text: str, line: str) -> str:
        """Two lines as one; a hyphen stays where the word is written with it elsewhere."""
        if text.endswith("/") and self._is_path(text, line):
            return text + line
        broken = re.search(r"([A-Za-z]+)[-\u00ad\u2010]$", text)
        following = re.match(r"[a-z]+|[A-Z]+", line)
        if not broken or not following:
            return f"{text} {line}"
        first, second = broken.group(1).lower(), following.group().lower()
        whole = f"{first}{second}" in self.words
        if following.group().isupper() and not (whole and broken.group(1).isupper()):
            return f"{text} {line}"
        compound = f"{first}-{second}" in self.words or (first in self.words and second in self.words)
        return text + line if compound and not whole else text[:-1] + line


def _paths(lines: Sequence[Line]) -> Iterator[str]:
    """Names with a slash in them, as they stand within a line."""
    for line in lines:
        yield from (word.text.strip(_AROUND) for word in line.words if "/" in word.text[:-1])


def _inner(line: Line) -> str:
    """A line without the word that may go on in the next one."""
    return re.sub(r"[A-Za-z-]+[-\u00ad\u2010]$", "", line.text)
