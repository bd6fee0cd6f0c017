"""Reads the sources of the generated files: headings, paragraphs, lists, pipe tables, bold words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "step", "table"]

_MARKS: tuple[tuple[Kind, str], ...] = (("heading", r"(#{1,6}) "), ("item", r"(-) "), ("step", r"(\d+)\. "))


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a source; `rows` is filled for tables only, `level` for headings only."""

    kind: Kind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def read(source: str) -> list[Block]:
    """The blocks of one source, in order."""
    return [block for part in re.split(r"\n\s*\n", source.strip()) for block in _blocks(part.splitlines())]


def _blocks(lines: list[str]) -> Iterator[Block]:
    if lines[0].startswith("|"):
        rows = tuple(_cells(line) for line in lines if not re.fullmatch(r"[|\s:-]+", line))
        yield Block("table", rows=rows)
        return
    joined: list[str] = []
    for line in lines:
        if joined and not any(re.match(pattern, line) for _, pattern in _MARKS):
            joined[-1] += " " + line.strip()
        else:
            joined.append(line.strip())
    yield from map(_block, joined)


def _block(line: str) -> Block:
    for kind, pattern in _MARKS:
        if match := re.match(pattern, line):
            level = len(match[1]) if kind == "heading" else 0
            return Block(kind, line[match.end() :], level)
    return Block("paragraph", line)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def bold_parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it stands between double asterisks."""
    for index, part in enumerate(text.split("**")):
        if part:
            yield part, index % 2 == 1
