"""Letters as TeX draws them: accents set over a letter, underscores that are rules."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdfplumber.page import Page

from ingest.parsers.pdflines import SCRIPT, SIGNS

Char = dict[str, Any]
_COMBINING = "\u0301\u0300\u0302\u0303\u0308\u030a\u030c\u0304\u0306\u0307\u030b\u0327\u0328"
_ACCENTS = dict(zip("´`ˆ˜¨˚ˇ¯˘˙˝¸˛", _COMBINING, strict=True))
"""Accents that stand by themselves, and those that combine."""

_DOTLESS = {"ı": "i", "ȷ": "j"}
_UNKNOWN = re.compile(r"\(cid:\d+\)")
"""A glyph of which the font does not say what it means."""

_FOOT = 0.1
"""How far above the foot of the line a raised number ends, in sizes of its type."""

_NEAR = 1.0
_LONGEST = 7.0
"""Points that an underscore is long at most."""


def chars(page: Page) -> list[Char]:
    """The page's characters, with the underscores that are drawn as rules between two of them."""
    return [*page.chars, *_underscores(page)]


def spelled(word: Sequence[Char]) -> str:
    """A word's letters, each with the accent that is drawn over it, without the mark of a footnote."""
    word = _without_mark(word)
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


def parted(word: Sequence[Char]) -> list[Sequence[Char]]:
    """The mark that a footnote begins with, and the word that it touches; else the word."""
    start = 0
    while start < len(word) and str(word[start]["text"]).isdecimal() and _is_raised(word[start], word[-1]):
        start += 1
    return [word[:start], word[start:]] if 0 < start < len(word) else [word]


def _without_mark(word: Sequence[Char]) -> Sequence[Char]:
    """A raised number in smaller type behind a sentence's sign refers to a footnote; m² is no such."""
    end = len(word)
    while end and str(word[end - 1]["text"]).isdecimal() and _is_raised(word[end - 1], word[0]):
        end -= 1
    return word[:end] if end and end < len(word) and word[end - 1]["text"] in SIGNS else word


def _is_raised(char: Char, other: Char) -> bool:
    smaller = char["size"] <= SCRIPT * other["size"]
    return bool(smaller and char["bottom"] < other["bottom"] - _FOOT * other["size"])


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
