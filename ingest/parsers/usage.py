"""What a command prints of its options (`--help`): entries, each with what the option does.

Quoted as code, all of it would be the answer to a question about one option.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST = 3
"""Options from which a listing is one of options."""
SHARE = 0.3
"""Of its lines, those that begin an entry at least."""

_OPTION = re.compile(r"\s*(?P<name>-{1,2}[^\W\d_](?:\S| (?=\S))*?)(?:\s{2,}|\t+)(?P<said>\S.*)")
"""Not `-1.5  2.0`: that is data."""
_COMMAND = re.compile(r"\s+(?P<name>[a-z][\w-]+)(?:\s{2,}|\t+)(?P<said>[A-Z].*)")


@dataclass(slots=True)
class Part:
    """Lines of code, or an option or command with what is said of it."""

    lines: list[str]
    name: str = ""


def usage_parts(lines: Sequence[str]) -> list[Part]:
    """The parts of what a command prints of itself; nothing for other code."""
    told = [line for line in lines if line.strip()]
    options = sum(bool(_OPTION.fullmatch(line)) for line in told)
    entries = options + sum(bool(_COMMAND.fullmatch(line)) for line in told)
    return list(_parts(lines)) if options >= LEAST and entries >= SHARE * len(told) else []


def _parts(lines: Sequence[str]) -> Iterator[Part]:
    part, column = Part([]), 0
    for line in lines:
        found = _OPTION.fullmatch(line) or _COMMAND.fullmatch(line)
        indent = len(line) - len(line.lstrip())
        if found:
            yield part
            part, column = Part([found["said"]], found["name"]), found.start("name")
        elif part.name and line.strip() and indent > column + 1:
            part.lines.append(line.strip())
        elif part.name:
            yield part
            part = Part([line])
        else:
            part.lines.append(line)
    yield part
