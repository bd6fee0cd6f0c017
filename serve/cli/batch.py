"""JSON Lines in, JSON Lines out, for `ask` and `search`: one object a line, in order, none lost."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TextIO

import click

from ingest.errors import PathProblem, RagError

EXIT_SOME_FAILED = 3


def run_batch(
    path: Path, handle: Callable[[Any], dict[str, Any]], show: Callable[[dict[str, Any]], str]
) -> int:
    """Handles each line's question; returns 0, or 3 when lines failed.

    `handle` gets the question as it came and returns the result's fields; the line's own `id`,
    string or number, stands first in what is printed. A failing line gives `{"id", "error"}`.
    """
    failed = False
    for number, line in _lines(path):
        result = _handled(number, line, handle)
        failed = failed or "error" in result
        click.echo(show(result))
    return EXIT_SOME_FAILED if failed else 0


def _handled(number: int, line: str, handle: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"line {number} is not JSON: {error}"}
    if not isinstance(record, dict) or "question" not in record:
        identity = record.get("id") if isinstance(record, dict) else None
        return {"id": identity, "error": f'line {number} needs {{"id", "question"}}'}
    try:
        return {"id": record.get("id"), **handle(record["question"])}
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
