"""docs/index-figures.md: one section a command, each written anew by itself."""

import os
import platform
import re
import time
from collections.abc import Sequence
from pathlib import Path

import click

HEAD = """\
# The index, measured

What ingestion and the index cost, and what the passages find, beside LlamaIndex. Each section is
written by the command that stands in it.
"""


def put(section: str, document: Path | None) -> None:
    """Prints a section that begins with `## Heading`, and puts it in the place of the one of that heading."""
    click.echo(section)
    if document is None:
        return
    text = document.read_text(encoding="utf-8") if document.exists() else HEAD
    heading = section.partition("\n")[0]
    before, found, rest = text.partition(f"{heading}\n")
    after = re.search(r"^## ", rest, re.MULTILINE) if found else None
    tail = rest[after.start() :] if after else ""
    parts = [before.rstrip(), section.strip(), tail.strip()]
    document.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")


def machine() -> str:
    """The day and the machine, without its name."""
    day = time.strftime("%Y-%m-%d")
    load = os.getloadavg()[0]
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{day}; {system}, Python {platform.python_version()}; load average at the end {load:.1f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))
