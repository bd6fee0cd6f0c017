"""Hard-wrapped lines back into paragraphs."""

import re
from collections.abc import Sequence

_LONGEST_WRAP = 130
_SHORTEST_WRAP = 40
_RAGGED = 0.82
_WORDS = 6
SAID = re.compile(r"[.,;:!?…{(\[]$")
"""The end of a sentence or clause, and what waits for more: no end of a heading."""


def wrap_width(stanzas: Sequence[Sequence[str]]) -> int:
    """The column at which a text was wrapped; 0 where its line ends mean something."""
    lengths = sorted(len(line.rstrip()) for stanza in stanzas for line in stanza[:-1])
    if not lengths:
        return 0
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
    return width if _SHORTEST_WRAP <= width <= _LONGEST_WRAP else 0


def runs_on(line: str, following: str, width: int) -> bool:
    """Whether `following` continues the sentence or paragraph that `line` is part of."""
    line, following = line.rstrip(), following.strip()
    if following[:1].islower() and not re.search(r"[.!?:]$", line):
        return True
    first = following.split(maxsplit=1)[0] if following else ""
    return bool(width) and len(line) + 1 + len(first) > width * _RAGGED


def reads_on(lines: Sequence[str]) -> bool:
    """Whether lines are sentences: many words each, a point or colon at the end."""
    words = sum(len(line.split()) for line in lines)
    return words >= _WORDS * len(lines) and bool(re.search(r"[.!?:)]$", lines[-1].rstrip()))


def paragraphs(lines: Sequence[str], width: int) -> list[str]:
    """The paragraphs that consecutive lines make up."""
    done: list[str] = []
    last = ""
    for line in lines:
        if done and runs_on(last, line, width):
            done[-1] = join(done[-1], line)
        else:
            done.append(line.strip())
        last = line
    return done


def join(text: str, line: str) -> str:
    """Two lines as one; a word cut at its hyphen is joined without a space, one that was hyphenated whole."""
    goes_on = line.strip()[:1].islower()
    if goes_on and re.fullmatch(r"\w[\u00ad\u2010]", text[-2:]):
        return f"{text[:-1]}{line.strip()}"
    glue = "" if goes_on and re.fullmatch(r"\w-", text[-2:]) else " "
    return f"{text}{glue}{line.strip()}"
