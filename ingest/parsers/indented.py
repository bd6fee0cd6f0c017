"""Texts whose body is indented: RFCs, manual pages, web pages saved as text.

What sticks out to the left of the body is a heading there, what stands in the middle of the line a title, and
lines further in than the one above them say what that one names.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.parsers.codelike import looks_like_code
from ingest.parsers.outline import RULE, Heading
from ingest.parsers.stanzas import Stanza
from ingest.parsers.unwrap import SAID, join, wrap_width

LEAST = 2
"""Columns that a body is indented by at least, its paragraphs, and its headings and entries."""
WITHIN = 0.6
"""Share of the lines that stand in the body at least."""
SENTENCES = 0.05
"""Share of the lines that may stick out and yet end as sentences do."""
EDGE = 10
"""The body begins where one in so many of the paragraphs stands further left."""
LONGEST = 100
OFF_CENTRE = 3
"""Columns by which the two margins of a line in the middle may differ."""
TITLE = 0.85
NAME = 0.75
"""Share of a line that a title in its middle takes at most, and a name above what is said of it."""
HANGING = 3
"""Columns further in that what is said stands at least."""
NAMES = 3

_ENTRY = re.compile(r"\s*(?:[-*+•‣◦▪●○■–]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
_NUMBER = re.compile(r"(?:[A-Z]|\d{1,3})((?:\.\d{1,3})*)\.?\s+\S")
_BESIDE = re.compile(r"(\s*\S+(?: \S+){0,3}?)\s{2,}(?=\S)")
_OPTION = re.compile(r"(\s*-\S+(?:,? \S+){0,3}?)\s{2,}(?=\S)")
_GAPS = re.compile(r"(?<=\S) {2,}(?=\S)")


def outdented(stanzas: list[Stanza]) -> list[Stanza]:
    """The stanzas with the body at the left margin, headings and entries apart; other texts as they are."""
    body = _body(stanzas)
    if not body:
        return stanzas
    width = wrap_width([s.lines for s in stanzas if not s.fenced])
    found = [part for stanza in stanzas for part in _parted(stanza, body, width)]
    return found if sum(bool(s.heading or s.named) for s in found) >= LEAST else stanzas


def _body(stanzas: Sequence[Stanza]) -> int:
    """The column at which the body begins; 0 for a text that is not of this kind."""
    prose = [s.lines for s in stanzas if not s.fenced]
    paragraphs = (lines if _indent(lines[0]) else lines[1:] for lines in prose)
    starts = sorted(_indent(lines[0]) for lines in paragraphs if _is_even(lines))
    body = starts[len(starts) // EDGE] if len(starts) >= LEAST else 0
    lines = [line for stanza in prose for line in stanza]
    outside = [line for line in lines if _indent(line) < body]
    said = sum(len(line) > LONGEST or bool(SAID.search(line)) for line in outside)
    if body < LEAST or len(outside) > (1 - WITHIN) * len(lines) or said > SENTENCES * len(lines):
        return 0
    code = sum(looks_like_code(lines) for lines in prose)
    return 0 if code > (1 - WITHIN) * len(prose) else body


def _is_even(lines: Sequence[str]) -> bool:
    """A paragraph, no entry with its second line further in."""
    return len(lines) > 1 and _indent(lines[0]) == _indent(lines[1])


def _parted(stanza: Stanza, body: int, width: int) -> Iterator[Stanza]:
    """A heading, if it begins with one, and what follows it, entry by entry."""
    lines = stanza.lines
    if stanza.fenced:
        yield stanza
        return
    heading = _heading(lines, body, width)
    size = (len(lines) if heading.style == "centred" else 1) if heading else 0
    if heading:
        yield Stanza(lines[:size], heading=heading)
    rest = [line[min(body, _indent(line)) :] for line in _closed_up(lines[size:], width)]
    yield from _entries(rest, width - body)


def _heading(lines: Sequence[str], body: int, width: int) -> Heading | None:
    first, text = lines[0], lines[0].strip()
    if len(text) > LONGEST or SAID.search(text) or RULE.fullmatch(first):
        return None
    if looks_like_code(lines):
        return None
    if _in_the_middle(lines, body, width):
        return Heading(" ".join(map(str.strip, lines)), "centred") if text[:1].isupper() else None
    if _indent(first) >= body or any(_indent(line) < body for line in lines[1:]):
        return None
    if _ENTRY.match(first) and _indent(first):
        return None
    number = _NUMBER.match(text)
    return Heading(text, "outdented", number[1].count(".") if number else int(_indent(first) > 0))


def _in_the_middle(lines: Sequence[str], body: int, width: int) -> bool:
    """Each line is; in a paragraph that is set off all begin below one another."""
    lefts = [_indent(line) for line in lines]
    rights = [width - len(line) for line in lines]
    off = max(min(abs(a - b), abs(a - body - b)) for a, b in zip(lefts, rights, strict=True))
    one = len(lines) == 1 and len(lines[0]) - lefts[0] < TITLE * width
    return min(lefts) > 0 and off <= OFF_CENTRE and (one or len(set(lefts)) > 1)


def _closed_up(lines: Sequence[str], width: int) -> list[str]:
    """Lines that were stretched to one width, without the gaps between their words."""
    even = len(lines) > 1 and all(width - len(line) <= 1 for line in lines[:-1])
    return [_GAPS.sub(" ", line) for line in lines] if even else list(lines)


def _entries(lines: list[str], width: int) -> Iterator[Stanza]:
    """Each name with what is said of it below or beside, further in; else one stanza.

    "-a, --all" and "do not ignore entries starting with ." below it.
    """
    starts = _starts(lines)
    named = [_named(lines[a:b], width) for a, b in pairwise([*starts, len(lines)])]
    if named and all(named) and starts[0] == 0:
        yield from (Stanza([text], named=name) for name, text in filter(None, named))
    elif lines:
        yield Stanza(lines)


def _starts(lines: Sequence[str]) -> list[int]:
    """Where, at the left margin of these lines, something new begins behind lines that stand further in."""
    if not lines:
        return []
    left = min(map(_indent, lines))
    at_left = [_indent(line) == left for line in lines]
    return [i for i, now in enumerate(at_left) if now and (i == 0 or not at_left[i - 1])]


def _named(lines: Sequence[str], width: int) -> tuple[str, str] | None:
    """What is named, with its indentation, and what is said of it."""
    names = [line for line in lines if _indent(line) == _indent(lines[0])]
    said = lines[len(names) :]
    option = _OPTION.match(lines[0])
    if option and len(lines) == 1:
        return option[1], lines[0][option.end() :]
    if (
        not said
        or any(_indent(line) < _indent(lines[0]) + HANGING for line in said)
        or _ENTRY.match(lines[0])
    ):
        return None
    beside = _BESIDE.match(lines[0])
    if len(names) == 1 and beside and beside.end() == _indent(said[0]):
        return beside[1], _running([lines[0][beside.end() :], *said])
    if len(names) > NAMES or any(_ends(n) or len(n) > NAME * width for n in names) or looks_like_code(lines):
        return None
    return ", ".join([names[0], *map(str.strip, names[1:])]), _running(said)


def _ends(name: str) -> bool:
    """It ends as a sentence does; "merge BUG BUG ..." does not."""
    return bool(SAID.search(name)) and not re.search(r"\s(?:\.\.\.|!)$", name)


def _running(lines: Sequence[str]) -> str:
    text = ""
    for line in lines:
        text = join(text, line)
    return text.strip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
