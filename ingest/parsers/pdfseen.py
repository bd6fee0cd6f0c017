"""Which words of a PDF page a reader can see: those that leave a mark when the page is drawn.

White on white, transparent, invisible by their rendering mode, painted over or clipped away: whatever
the trick, the page's picture is even where the word should stand.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.parsers.pdflines import Word

_SCALE = 1.5
"""Pixels a point: letters of 6 points still leave a mark of their own."""

_SMALLEST = 1.5
"""Font size in points below which type is there for machines."""

_FAINTEST = 16
"""Of 255 grey levels; fainter differences are none to the eye."""


class Sight:
    """A page as drawn: `origin` is the sheet's upper left corner, `shown` the part of it that readers get."""

    def __init__(self, page: Any, origin: Sequence[float], shown: Sequence[float]) -> None:
        self._picture: NDArray[np.uint8] = page.render(scale=_SCALE, grayscale=True).to_numpy()
        self._origin = origin
        self._shown = shown

    def why_hidden(self, word: Word) -> str:
        """Why nobody sees a word; nothing where somebody does."""
        if word.size < _SMALLEST and word.bottom - word.top < _SMALLEST:
            return "zero size"
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if not (self._shown[0] <= x <= self._shown[2] and self._shown[1] <= y <= self._shown[3]):
            return "off the page"
        x0, x1 = ((x - self._origin[0]) * _SCALE for x in (word.x0, word.x1))
        top, bottom = ((y - self._origin[1]) * _SCALE for y in (word.top, word.bottom))
        there = self._picture[
            max(0, int(top)) : max(int(top) + 1, int(np.ceil(bottom))),
            max(0, int(x0)) : max(int(x0) + 1, int(np.ceil(x1))),
        ]
        even = there.size == 0 or int(there.max()) - int(there.min()) < _FAINTEST
        return "leaves no mark on the page" if even else ""
