"""Tables without rules: lines whose parts stand in columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ingest.parsers.pdflines import Line, TableContent
from ingest.parsers.pdfstyle import BULLET
from ingest.parsers.tables import header_size, is_figure, may_name

_APART = 2.6
"""White space between two rows, in font sizes, from which they belong to different tables."""

_LONGEST_CELL = 60
_SPLIT_GAP = 0.6
"""White space in font sizes that parts two cells where it lies between columns: a space is half as wide."""

_MARKER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)\]]|\[\d{1,3}\]|[^\w\s]{1,2}")
Span = tuple[float, float]


def with_tables(lines: Sequence[Line]) -> list[Line | TableContent]:
    """The lines, with those that make up tables put together."""
    done: list[Line | TableContent] = []
    start = 0
    while start < len(lines):
        end = _run_end(lines, start)
        table = None if _amid_code(lines, start, end) else _table(lines[start:end])
        if table is None:
            done += lines[start : max(end, start + 1)]
        else:
            done.append(table)
        start = max(end, start + 1)
    return done


def _amid_code(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether code goes on above or below lines that are code: what a program printed is no table."""
    if not all(line.mono for line in lines[start:end]):
        return False
    above = start > 0 and lines[start - 1].mono and _follows(lines[start - 1], lines[start])
    return above or (end < len(lines) and lines[end].mono and _follows(lines[end - 1], lines[end]))


def is_tabular(lines: Sequence[Line]) -> bool:
    """Whether lines hold a table of their own: a form's frame is no cell."""
    return any(isinstance(part, TableContent) for part in with_tables(lines)) and len(lines) > 3


def _run_end(lines: Sequence[Line], start: int) -> int:
    """The end of the lines from `start` on that may be rows of one table."""
    if not _is_row(lines[start]):
        return start
    end = start + 1
    while end < len(lines) and _follows(lines[end - 1], lines[end]):
        if _is_row(lines[end]):
            end += 1
        elif end + 1 < len(lines) and _is_row(lines[end + 1]) and _follows(lines[end], lines[end + 1]):
            spans = _columns(lines[start:end])
            if not any(_within(lines[end], span) for span in spans):
                break
            end += 1
        else:
            break
    return end


def _is_row(line: Line) -> bool:
    """Several parts, and the first is more than a list's mark."""
    first = line.cells[0].text
    return len(line.cells) > 1 and not (
        BULLET.fullmatch(first) or (_MARKER.fullmatch(first) and len(line.cells) == 2)
    )


def _follows(above: Line, line: Line) -> bool:
    return -1 <= line.top - above.bottom < _APART * max(above.size, line.size)


def _table(lines: Sequence[Line]) -> TableContent | None:
    columns = _columns(lines)
    rows = sum(len(line.cells) > 1 for line in lines)
    if len(columns) < 2 or rows < (3 if len(columns) == 2 else 2) or not _reads_as_table(lines, columns):
        return None
    cells = [_fill(line, columns) for line in lines]
    merged = list(_wrapped(lines, cells))
    texts = [[" ".join(part.text for part in cell) for cell in row] for row in merged]
    words = tuple(word for row in merged for cell in row for part in cell for word in part.words)
    header = _header(merged, texts)
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return TableContent(x0, lines[0].top, x1, lines[-1].bottom, texts, words, ruled=False, header=header)


def _columns(lines: Sequence[Line]) -> list[Span]:
    """The bands that cells fill; a few lines may cross the white between them, as a group's heading does."""
    spans = [(cell.x0, cell.x1) for line in lines for cell in line.cells]
    strict = _bands(spans, 0)
    if len(lines) < 4:
        return strict
    lenient = _bands(spans, max(1, len(lines) // 10))
    return lenient if len(lenient) > len(strict) else strict


def _bands(spans: Sequence[Span], crossing: int) -> list[Span]:
    """The stretches of the line that more than `crossing` spans cover."""
    ends = sorted([(x0, 1) for x0, _ in spans] + [(x1, -1) for _, x1 in spans])
    found: list[Span] = []
    covered, begin = 0, 0.0
    for x, group in groupby(ends, key=lambda end: end[0]):
        before = covered
        covered += sum(change for _, change in group)
        if before <= crossing < covered:
            begin = x
        elif covered <= crossing < before:
            found.append((begin, x))
    return [span for span in found if span[1] - span[0] > 1]


def _reads_as_table(lines: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Short cells that begin or end together; running text in columns is none."""
    cells = [cell for line in lines for cell in line.cells]
    lengths = sorted(len(cell.text) for cell in cells)
    if lengths[len(lengths) // 2] > _LONGEST_CELL / 2 or lengths[-1] > _LONGEST_CELL * 3:
        return False
    if any(right[0] - left[1] < cells[0].size * 0.6 for left, right in pairwise(columns)):
        return False
    aligned = sum(_aligned([cell for cell in cells if _within(cell, span)]) for span in columns[1:])
    return aligned >= (len(columns) - 1) * 0.5


def _aligned(cells: Sequence[Line]) -> bool:
    """Most cells of a column begin, end or are centred at one place."""
    if len(cells) < 2:
        return bool(cells)
    edges = (
        [cell.x0 for cell in cells],
        [cell.x1 for cell in cells],
        [(cell.x0 + cell.x1) / 2 for cell in cells],
    )
    return any(sum(abs(x - sorted(xs)[len(xs) // 2]) < 3 for x in xs) >= len(xs) * 0.6 for xs in edges)


def _within(cell: Line, span: Span) -> bool:
    return cell.x0 >= span[0] - 3 and cell.x1 <= span[1] + 3


def _fill(line: Line, columns: Sequence[Span]) -> list[list[Line]]:
    """A line's parts by column; one that crosses several stands in the first that it overlaps."""
    row: list[list[Line]] = [[] for _ in columns]
    for cell in (part for whole in line.cells for part in _split(whole, columns)):
        overlaps = [min(cell.x1, x1) - max(cell.x0, x0) for x0, x1 in columns]
        home = next((i for i, overlap in enumerate(overlaps) if overlap > 0), None)
        row[overlaps.index(max(overlaps)) if home is None else home].append(cell)
    return row


def _split(cell: Line, columns: Sequence[Span]) -> Iterator[Line]:
    """A part that crosses the white between columns, cut there where its own gap is wide enough."""
    start = 0
    for number, (before, word) in enumerate(pairwise(cell.words), start=1):
        home, other = (
            next((i for i, (x0, x1) in enumerate(columns) if w.x0 < x1 and w.x1 > x0), None)
            for w in (before, word)
        )
        if home != other and word.x0 - before.x1 > _SPLIT_GAP * word.size:
            yield Line(cell.words[start:number])
            start = number
    yield Line(cell.words[start:])


def _wrapped(lines: Sequence[Line], rows: Sequence[list[list[Line]]]) -> Iterator[list[list[Line]]]:
    """Rows, with a line that only goes on with cells of the row above put to it."""
    gaps = sorted(line.top - above.bottom for above, line in pairwise(lines))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    done: list[list[list[Line]]] = []
    for number, row in enumerate(rows):
        tight = number > 0 and lines[number].top - lines[number - 1].bottom < usual * 0.5 - 0.5
        if tight and not row[0] and all(not cell or done[-1][i] for i, cell in enumerate(row)):
            done[-1] = [[*above, *cell] for above, cell in zip(done[-1], row, strict=True)]
        else:
            done.append(row)
    return iter(done)


def _header(rows: Sequence[list[list[Line]]], texts: Sequence[Sequence[str]]) -> bool:
    """Bold above what is not, or names above figures."""

    def bold(row: Sequence[Sequence[Line]]) -> bool:
        return all(part.bold for cell in row for part in cell)

    names = all(may_name(cell) for cell in texts[0] if cell)
    if len(rows) < 2 or not names or sum(1 for cell in texts[0] if cell) < 2:
        return False
    if bold(rows[0]):
        return not all(bold(row) for row in rows[1:])
    figures = any(is_figure(cell) for row in texts[1:] for cell in row if cell)
    return header_size(texts) > 0 and (figures or len(texts[0]) > 2)
