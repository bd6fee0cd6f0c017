"""Whether a line of a PDF goes on with the block above it or begins one of its own."""

import re
from dataclasses import dataclass, field

from ingest.parsers import questions
from ingest.parsers.pdflabels import term
from ingest.parsers.pdflines import Line

_SPARE = 0.15
"""Share of a column's width by which lines of running text may fall short of it."""

_GAP = 0.75
"""White space above a line, in font sizes, from which a paragraph begins."""

_ENDED = re.compile(r"[.!?:;]$")
_LONGEST_TERM = 60
_HANGING = (8, 80)
"""Points that a definition stands further in than its term."""

_SHORT = 0.6
"""Share of the lines' width that a term takes at most."""

_ENTRIES = ("item", "step")
_LONGEST_HEADING = 200


@dataclass(slots=True)
class Open:
    """A block whose lines are still coming in."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    marker: str = ""
    level: int = 0
    page: int = 1
    indent: float = 0.0
    above: "Open | None" = None
    """What stood above a paragraph and to the left of it, and names what it speaks of."""


def names(block: Open, started: Open, right: float) -> bool:
    """Whether a short line, ended by nothing, names what the lines below it and further in say."""
    if block.kind not in ("paragraph", "code") or started.kind != "paragraph" or block.above:
        return False
    line, last = started.lines[0], block.lines[-1]
    return (
        len(block.lines) == 1
        and len(last.text) <= _LONGEST_TERM
        and 0 <= line.top - last.bottom < last.size * _GAP
        and _HANGING[0] < line.x0 - last.x0 < _HANGING[1]
        and last.x1 - last.x0 < _SHORT * (right - last.x0)
        and (last.text[-1].isalnum() or last.text[-1] in "\"'”’)]>")
    )


def names_nothing(block: Open, line: Line, right: float) -> bool:
    """Whether what seemed a definition is a paragraph whose first line is set in: its second one is not."""
    first = block.lines[0]
    if block.above is None or len(block.lines) > 1 or _ENDED.search(first.text):
        return False
    further_off = line.top - first.bottom > first.top - block.above.lines[0].bottom + 1
    out = line.x0 < first.x0 - _HANGING[0] / 2 and line.x1 - line.x0 > _SHORT * (right - line.x0)
    return out and not further_off


def continues(block: Open, started: Open, right: float) -> bool:
    """Whether the line that would start `started` goes on with `block`; the page's lines end at `right`."""
    line, last = started.lines[0], block.lines[-1]
    if started.kind == block.kind == "code":
        return block.page == started.page and line.top - last.bottom < last.size * 2.5
    if started.kind == block.kind == "heading":
        return _one_heading(block, line)
    if block.kind not in ("paragraph", *_ENTRIES):
        return False
    if started.kind == "paragraph":
        return _runs_on(block, line, right)
    near = 0 <= line.top - last.bottom < last.size * _GAP
    return near and _in_mid_sentence(block, started)


def _in_mid_sentence(block: Open, started: Open) -> bool:
    """Whether a line that looks like more than text goes on with a sentence."""
    line, last = started.lines[0], block.lines[-1]
    if started.kind in _ENTRIES:
        # `(2) how ...` at the start of a line in mid-sentence is no list.
        unfinished = block.kind == "paragraph" and re.search(r"[a-z,]$", last.text) is not None
        return unfinished and not last.bold and (started.marker != "1" or line.text[0] == "(")
    if last.mono or _ENDED.search(last.text):
        return False
    if started.kind == "heading":  # words in bold that fill a line
        return line.text[0].islower() and line.size == last.size
    return last.x1 + last.width + _first_word(line) > last.edge  # code that had no room in the line before


def _one_heading(block: Open, line: Line) -> bool:
    last = block.lines[-1]
    return (
        sum(len(part.text) for part in block.lines) + len(line.text) < _LONGEST_HEADING
        and line.top - last.bottom < last.size * 0.8
        and line.top > last.top
        and (line.size, line.bold) == (last.size, last.bold)
    )


def _runs_on(block: Open, line: Line, right: float) -> bool:
    """Whether a line goes on with a paragraph or list entry."""
    last = block.lines[-1]
    all_bold = all(part.bold for part in block.lines)
    if questions.is_marked_question(line.text) or (all_bold and not line.bold):
        return False
    ended = bool(re.search(r"[.!?:;)\"”]$", last.text))
    if (ended and term(line)) or (block.above and line.x0 < block.lines[0].x0 - _HANGING[0] / 2):
        return False
    if line.top < last.top - 1:  # overleaf, or at the top of the next column
        return not ended or line.text[:1].islower()
    if line.top - last.bottom > last.size * _GAP:
        return False
    if block.kind != "paragraph":
        return line.x0 >= block.indent - 2 and not (line.x0 <= block.indent + 1 and ended)
    short = last.x1 < right - (right - last.x0) * 0.25
    new_thought = ended and (short or line.x0 > last.x0 + 6)
    return not new_thought and not _broken_on_purpose(last, line)


def _broken_on_purpose(last: Line, line: Line) -> bool:
    """Whether the next line's first word would have fitted with room to spare: an address, a receipt."""
    if line.text[0].islower():
        return False
    room = (last.edge - last.x0) * _SPARE + last.width
    return last.x1 + room + _first_word(line) < last.edge


def _first_word(line: Line) -> float:
    return line.words[0].x1 - line.words[0].x0
