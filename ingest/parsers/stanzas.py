"""A plain text cut at its blank lines and fences, and the words that it uses."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.parsers import questions
from ingest.parsers.glued import is_glued_header
from ingest.parsers.outline import Heading

_FENCE = re.compile(r"\s*(```|~~~)")
_CAMEL = re.compile(r"[a-z)][A-Z]")


@dataclass(slots=True)
class Stanza:
    """Lines between blank lines, or the inside of a fence.

    `heading`: they are known to be one. `named`: what they speak of, with its indentation.
    """

    lines: list[str] = field(default_factory=list)
    fenced: bool = False
    heading: Heading | None = None
    named: str = ""

    @property
    def is_line(self) -> bool:
        """Whether it is a single line of text."""
        return len(self.lines) == 1 and not self.fenced


def split_stanzas(source: str) -> list[Stanza]:
    """The stanzas of a text; blank lines and lines that only announce an answer part them."""
    done: list[Stanza] = []
    current = Stanza()
    fence = ""
    for line in source.split("\n"):
        mark = _FENCE.match(line)
        mark = None if mark and _is_underline(line.strip(), current) else mark
        if (fence and mark and mark.group(1) == fence) or (not fence and mark):
            done.append(current)
            fence = "" if fence else mark.group(1)
            current = Stanza(fenced=bool(fence))
        elif fence:
            current.lines.append(line)
        elif not line.strip() or questions.is_answer_label(line):
            done.append(current)
            current = Stanza()
        else:
            current.lines.append(line.rstrip())
    done.append(current)
    return [stanza for stanza in done if stanza.lines]


def _is_underline(line: str, above: Stanza) -> bool:
    """`~~~~~~` below a title of its length opens no code."""
    title = above.lines[-1].strip() if above.lines and not above.fenced else ""
    return set(line) == {"~"} and abs(len(line) - len(title)) <= 1 and not title.endswith(":")


def vocabulary(stanzas: list[Stanza]) -> frozenset[str]:
    """Words that stand alone somewhere (a glued table's own header does not testify).

    A word in CamelCase counts as a name once it is found at two places.
    """
    found: Counter[str] = Counter()
    for stanza in stanzas:
        for line in stanza.lines:
            if not is_glued_header(line, frozenset()):
                found.update(re.findall(r"(?<![\w-])[A-Za-z\d]+(?![\w-])", line))
    return frozenset(word.lower() for word, count in found.items() if count > 1 or not _CAMEL.search(word))
