"""CSV and its kin: one table, its header found."""

import csv
import io

from ingest.parsers import normalise
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.decoding import decode
from ingest.parsers.tables import trimmed, write_tables

_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024


def parse(data: bytes, name: str) -> Parsed:
    """Read a delimited file, in whatever encoding and with whatever of the usual delimiters."""
    source = normalise.lines(decode(data))
    csv.field_size_limit(len(source) + 1)
    rows = list(csv.reader(io.StringIO(source), delimiter=_delimiter(source)))
    out = TextBuilder()
    if rows:
        write_tables(out, trimmed(rows))
    return out.parsed(name)


def _delimiter(source: str) -> str:
    """What parts the first lines into as many cells each, and the most of them."""
    lines = [line for line in source[:_SAMPLE].split("\n") if line.strip()][:20]
    counts = {
        mark: [len(row) for row in csv.reader(lines, delimiter=mark, strict=False)] for mark in _DELIMITERS
    }

    def agreement(mark: str) -> tuple[float, int]:
        sizes = counts[mark]
        common = max(set(sizes), key=sizes.count, default=1)
        return (sizes.count(common) / len(sizes) if common > 1 else 0.0), common

    return max(_DELIMITERS, key=agreement) if lines else ","
