"""Tables in plain text: tabs, pipes, or columns lined up with spaces."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_RULE = re.compile(r"[\s|+:=─━┼│-]*[-=─━]{2,}[\s|+:=─━┼│-]*")
_GAP = re.compile(r"\s{2,}")
_LIST_MARK = re.compile(r"\s*(?:[-*•‣◦▪]|\d{1,3}[.)])\s")


@dataclass(frozen=True, slots=True)
class Table:
    """`size` lines of the text, as rows."""

    rows: list[list[str]]
    has_header: bool
    size: int


def read_table(lines: Sequence[str]) -> Table | None:
    """The table that begins at the first line, if one does."""
    for split, least in ((_pipes, 2), (_tabs, 2), (_aligned, 3)):
        table = _run(lines, split, least)
        if table is not None and (split is not _aligned or _lines_up(lines[: table.size])):
            return table
    return None


def _run(lines: Sequence[str], split: Callable[[str], list[str]], least: int) -> Table | None:
    rows: list[list[str]] = []
    size = rule = 0
    for line in lines:
        if _RULE.fullmatch(line):
            rule = rule or len(rows)
        else:
            cells = split(line)
            if len(cells) < 2 or (rows and len(cells) != len(rows[0])):
                break
            rows.append(cells)
        size += 1
    if len(rows) < least:
        return None
    return Table(rows, rule == 1 or (rule == 0 and _reads_as_header(rows)), size)


def _reads_as_header(rows: list[list[str]]) -> bool:
    """The first row names things; it holds no figures, and there is a body below it."""
    return len(rows) > 1 and all(
        cell and len(cell) <= 40 and not re.search(r"\d|[.!?]$", cell) for cell in rows[0]
    )


def _pipes(line: str) -> list[str]:
    text = line.strip()
    if not re.search(r"(?:^|\s)[|│](?:\s|$)", text):
        return []
    return [cell.strip() for cell in re.split(r"(?<!\\)[|│]", text.strip("|│"))]


def _tabs(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().split("\t")] if "\t" in line.strip() else []


def _aligned(line: str) -> list[str]:
    if _LIST_MARK.match(line):
        return []
    return _GAP.split(line.strip())


def _lines_up(lines: Sequence[str]) -> bool:
    """Whether the columns after the first begin at one place in all rows (or end, as figures do)."""
    rows = [line for line in lines if not _RULE.fullmatch(line)]
    starts = [tuple(gap.end() for gap in _GAP.finditer(row.rstrip()) if gap.start() > 0) for row in rows]
    if len({begins[0] for begins in starts if begins}) == 1:
        return True
    return len({len(row.rstrip()) for row in rows}) == 1
