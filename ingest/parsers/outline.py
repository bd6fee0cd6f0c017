"""Headings of a plain text: which lines are headings, and how deep each is."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.parsers import questions

Style = Literal["double", "centred", "outdented", "caps", "single", "titled", "numbered", "marks", "question"]
"""Underlined by `===`, in the middle of the line, left of the body, CAPITALS, underlined by `---`,
Title Case, `3. Title`, `## Title`, `Q4: ...?`."""

_SECTION_STYLES: tuple[Style, ...] = (
    "double",
    "centred",
    "outdented",
    "caps",
    "single",
    "titled",
    "numbered",
)
_SMALL_WORDS = (
    "a an and as at but by for from how in into is its of on or per the to via vs vs. when with your"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+(?=[A-Z\d“\"'])\S")
RULE = re.compile(r"\s*(=|-|~|\*|_)\1{2,}\s*")
"""A line that is drawn, not written."""
_USUAL = "=-~"
_DRAWN = re.compile(r"([*^\"'+#.:])\1{3,}")
"""Under a title these have to be as long as it is, as reStructuredText and Sphinx's text have them."""

_ENDS = re.compile(r"[.,;:!?…]$")


AMOUNT = re.compile(r"[$€£¥]\s?\d[\d,.]*$")
"""What ends with an amount of money says something: "TOTAL $821.14" is no heading."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line, its level still open; `mark` is what underlines it."""

    text: str
    style: Style
    depth: int = 0
    mark: str = ""


def solo_heading(line: str) -> Heading | None:
    """A heading that is recognised by its own looks, standing alone between blank lines."""
    text = line.strip()
    marks = re.fullmatch(r"(#{1,6})\s+(\S.*?)\s*#*", text)
    if marks:
        return Heading(marks.group(2), "marks", len(marks.group(1)))
    if is_caps(text):
        return Heading(text.rstrip(":"), "caps")
    if is_titled(text):
        return Heading(text, "titled")
    numbered = _NUMBERED.match(line)
    if numbered and len(text) <= 120 and not re.search(r"[.,;:!…]$", text):
        return Heading(text, "numbered", numbered.group(1).count("."))
    return None


def is_caps(text: str) -> bool:
    """`CHAPTER ONE`: capitals only, longer than an abbreviation."""
    letters = [char for char in text if char.isalpha()]
    return (
        len(letters) >= 5
        and len(text) <= 80
        and "".join(letters).isupper()
        and not AMOUNT.search(text)
        and not re.search(r"[.,;!]$|\|", text)
    )


def is_titled(text: str) -> bool:
    """`Key Takeaways`: two to ten words in Title Case, no end punctuation."""
    tokens = text.split()
    if not 2 <= len(tokens) <= 10 or len(text) > 80 or _ENDS.search(text) or not text[0].isupper():
        return False
    if AMOUNT.search(text):
        return False
    if re.search(r"[.!?:;|=<>{}] ", text):
        return False
    big = [token for token in tokens if token.lower() not in _SMALL and any(char.isalpha() for char in token)]
    return len(big) >= 2 and all(token.lstrip("(“\"'")[:1].isupper() or token[0].isdigit() for token in big)


def levels(headings: Sequence[Heading], first_is_title: bool) -> list[int]:
    """Each heading's level, from the styles the whole text uses.

    A title is 1 and the sections below it 2; questions are all on one level, one below the section
    in which the first of them stands. A Title Case line that recurs ("Common Pitfalls" under every
    question) belongs under the question.
    """
    base = 1 if first_is_title else 0
    rest = headings[base:]
    ranks = {style: base + 1 + i for i, style in enumerate(_styles(rest))}
    marks = _in_order(headings)
    repeated = {
        text for text, count in Counter(h.text for h in rest if h.style == "titled").items() if count > 1
    }
    done = [1] * base
    asked, section = 0, base
    for heading in rest:
        if heading.style == "question":
            asked = asked or max(2, section + 1)
            level = asked
        elif heading.style == "marks":
            level = section = heading.depth
        elif asked and heading.text in repeated:
            level = asked + 1
        else:
            drawn = 1 + marks.index(heading.mark) if heading.mark in marks else 0
            level = drawn or ranks[heading.style] + heading.depth
            section = level if not asked else section
        done.append(level)
    return done


def _in_order(headings: Sequence[Heading]) -> list[str]:
    """What underlines headings, outermost first, as they first come.

    Where those are `===` and `---` alone, the one is above the other.
    """
    found = list(dict.fromkeys(h.mark for h in headings if h.mark))
    return found if len(found) > 2 or any(mark not in _USUAL for mark in found) else []


def _styles(headings: Iterable[Heading]) -> list[Style]:
    used = {heading.style for heading in headings}
    return [style for style in _SECTION_STYLES if style in used]


def underlines(line: str, title: str) -> bool:
    """Whether a line of `===` or `---` makes the line above it a heading."""
    if _DRAWN.fullmatch(line.strip()):
        return abs(len(line.strip()) - len(title)) <= 1
    mark = RULE.fullmatch(line)
    return bool(
        mark
        and mark.group(1) in _USUAL
        and title
        and len(line.strip()) >= len(title) * 0.5
        and not re.match(r"[-*+•] ", title)
    )


def question_size(lines: Sequence[str]) -> int:
    """How many lines a question takes that was wrapped before its question mark."""
    for size in range(1, min(4, len(lines) + 1)):
        if lines[size - 1].rstrip().endswith("?"):
            return size
        if size < len(lines) and questions.without_answer_label(lines[size].strip()) != lines[size].strip():
            return 1
    return 1
