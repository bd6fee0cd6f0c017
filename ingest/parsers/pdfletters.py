"""Letters as TeX draws them: accents set over a letter, underscores that are rules."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdfplumber.page import Page

Char = dict[str, Any]
_ACCENTS = dict(
    zip(
        "´`ˆ˜¨˚ˇ¯˘˙˝¸˛",
        map(chr, (769, 768, 770, 771, 776, 778, 780, 772, 774, 775, 779, 807, 808)),
        strict=True,
    )
)
"""Accents that stand by themselves, and the combining ones."""

_DOTLESS = {"ı": "i", "ȷ": "j"}
_UNKNOWN = re.compile(r"\(cid:\d+\)")
"""A glyph of which the font does not say what it means."""

_NEAR = 1.0
_LONGEST = 7.0
"""Points that an underscore is long at most."""


def chars(page: Page) -> list[Char]:
    """The page's characters, with the underscores that are drawn as rules between two of them."""
    return [*page.chars, *_underscores(page)]


def spelled(word: Sequence[Char]) -> str:
    """A word's letters, each with the accent that is drawn over it."""
    texts = [str(char["text"]) for char in word]
    for place, text in enumerate(texts):
        if text not in _ACCENTS:
            continue
        beside = [i for i in (place - 1, place + 1) if 0 <= i < len(word) and _under(word[i], word[place])]
        if beside:
            letter = _DOTLESS.get(texts[beside[0]], texts[beside[0]])
            texts[beside[0]] = unicodedata.normalize("NFC", letter + _ACCENTS[text])
            texts[place] = ""
    whole = "".join(texts)
    return _UNKNOWN.sub("", whole) or whole


def _under(letter: Char, accent: Char) -> bool:
    """Whether most of the accent stands over the letter."""
    shared = min(letter["x1"], accent["x1"]) - max(letter["x0"], accent["x0"])
    return str(letter["text"]).isalpha() and shared > 0.5 * min(
        letter["x1"] - letter["x0"], accent["x1"] - accent["x0"]
    )


def _underscores(page: Page) -> Iterator[Char]:
    rules = [r for r in (*page.lines, *page.rects) if r["width"] < _LONGEST and r["height"] < _NEAR]
    if not rules:
        return
    ends, starts = defaultdict(list), defaultdict(list)
    for char in page.chars:
        ends[round(char["x1"])].append(char)
        starts[round(char["x0"])].append(char)
    for rule in rules:
        before = _touching(ends, rule, "x0", "x1")
        if before and _touching(starts, rule, "x1", "x0"):
            yield {**before, "text": "_", "x0": rule["x0"], "x1": rule["x1"], "width": rule["width"]}


def _touching(chars: Mapping[int, Sequence[Char]], rule: Char, end: str, side: str) -> Char | None:
    """A character that ends, or begins, where the rule at its foot begins or ends."""
    x = rule[end]
    near = (char for place in (-1, 0, 1) for char in chars.get(round(x) + place, ()))
    return next(
        (
            char
            for char in near
            if abs(char[side] - x) < _NEAR
            and (char["top"] + char["bottom"]) / 2 < rule["top"] < char["bottom"] + 2 * _NEAR
        ),
        None,
    )
