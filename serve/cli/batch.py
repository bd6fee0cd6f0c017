"""JSON Lines in, JSON Lines out, for `ask`, `search` and `verify`: one object a line, in order, none lost."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TextIO

import click

from ingest.errors import PathProblem, RagError

EXIT_SOME_FAILED = 3


QUESTION = ("question",)


def run_batch(
    path: Path,
    handle: Callable[..., dict[str, Any]],
    show: Callable[[dict[str, Any]], str],
    wanted: Sequence[str] = QUESTION,
) -> int:
    """Handles each line's `wanted` fields; returns 0, or 3 when lines failed.

    `handle` gets their values as they came and returns the result's fields; the line's own `id`,
    string or number, stands first in what is printed. A failing line gives `{"id", "error"}`.
    """
    failed = False
    for number, line in _lines(path):
        result = _handled(number, line, handle, wanted)
        failed = failed or "error" in result
        click.echo(show(result))
    return EXIT_SOME_FAILED if failed else 0


def _handled(
    number: int, line: str, handle: Callable[..., dict[str, Any]], wanted: Sequence[str]
) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"line {number} is not JSON: {error}"}
    if not isinstance(record, dict) or not record.keys() >= set(wanted):
        identity = record.get("id") if isinstance(record, dict) else None
        needed = ", ".join(f'"{name}"' for name in ("id", *wanted))
        return {"id": identity, "error": f"line {number} needs {{{needed}}}"}
    try:
        return {"id": record.get("id"), **handle(*(record[name] for name in wanted))}
    except RagError as error:
        return {"id": record.get("id"), "error": str(error)}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers."""
    try:
        with _opened(path) as file:
            yield from ((number, line) for number, line in enumerate(file, start=1) if line.strip())
    except OSError as error:
        raise PathProblem(f"cannot read {path}: {error.strerror}; give a JSON Lines file or -") from error


def _opened(path: Path) -> AbstractContextManager[TextIO]:
    if str(path) == "-":
        return nullcontext(sys.stdin)
    return path.open(encoding="utf-8-sig", errors="replace")


def as_json(value: dict[str, Any]) -> str:
    """One object on one line."""
    return json.dumps(value, ensure_ascii=False)
