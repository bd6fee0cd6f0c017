"""Texts that were cut into printed pages, as RFCs are: "[Page 7]" at the foot, a running head above."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.parsers.unwrap import SAID

_PAGE = re.compile(r".*\[Page \d+\]$")
LEAST = 2
"""Pages that there are."""


def without_page_marks(source: str) -> str:
    """The text without such lines; a paragraph that goes on behind them is made whole."""
    lines = source.split("\n")
    feet = [i for i, line in enumerate(lines) if _PAGE.match(line.rstrip())]
    if len(feet) < LEAST:
        return source
    kept: list[str] = []
    times = Counter(lines)
    at = 0
    for foot in feet:
        kept += _trimmed(lines[at:foot])
        head = _written(lines, foot + 1)
        at = head + 1 if head < len(lines) and times[lines[head]] > 1 else foot + 1
        at = _written(lines, at)
        kept += [] if _goes_on(kept, lines[at : at + 1]) else [""]
    return "\n".join([*kept, *lines[at:]])


def _goes_on(before: Sequence[str], after: Sequence[str]) -> bool:
    """The last paragraph of a page was not at its end there."""
    return bool(before and after and not SAID.search(before[-1]) and after[0].strip()[:1].islower())


def _trimmed(lines: Sequence[str]) -> list[str]:
    """The lines without blank ones behind them."""
    last = next((i for i in range(len(lines), 0, -1) if lines[i - 1].strip()), 0)
    return [line.rstrip() for line in lines[:last]]


def _written(lines: Sequence[str], at: int) -> int:
    """Where the next line with something on it stands."""
    return next((i for i in range(at, len(lines)) if lines[i].strip()), len(lines))
