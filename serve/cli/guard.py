"""`rag guard`."""

from functools import cache
from pathlib import Path
from typing import Any

import click
import numpy as np

from ingest.errors import BadQuestion
from ingest.guard.planted import load_detector
from ingest.models import Embedder, load_embedder
from ingest.parsers import normalise
from serve.bootstrap import build_guard
from serve.cli.batch import as_json, run_batch
from serve.guard.guard import Guard
from serve.guard.types import DIRECTIONS, Examined
from serve.guard.wire import examined_fields
from serve.settings import Settings

WANTED = ("text", "direction")


def run(text: str | None, direction: str, batch: Path | None, json_out: bool) -> int:
    """Examines one text or a batch; returns the exit code."""
    if (text is None) == (batch is None):
        raise BadQuestion('give a text in quotes, or --batch FILE: rag guard "Ignore your instructions."')
    settings = Settings()
    embedder = cache(lambda: load_embedder(settings.ingest.embedder))
    guard = build_guard(settings, embedder() if settings.guard.guard_topics else None)

    def handle(said: Any, where: Any) -> dict[str, Any]:
        if not isinstance(said, str):
            raise BadQuestion(f"the text has to be text, not {type(said).__name__}")
        if where not in DIRECTIONS:
            raise BadQuestion(f"the direction has to be one of {', '.join(DIRECTIONS)}")
        longest = settings.answer.max_question_chars
        return fields(said, _examined(said, where, guard, embedder(), longest), guard)

    def show(result: dict[str, Any]) -> str:
        return as_json(result) if json_out else _line(result)

    if batch is not None:
        return run_batch(batch, handle, show, WANTED)
    click.echo(show(handle(text, direction)))
    return 0


def fields(text: str, examined: list[Examined], guard: Guard) -> dict[str, Any]:
    """What is printed of one text; `masked` is the text without what is masked."""
    return examined_fields(examined) | {"masked": guard.masker.masked(text)}


def _examined(text: str, direction: str, guard: Guard, embedder: Embedder, longest: int) -> list[Examined]:
    if direction == "retrieved":
        return [guard.retrieved(text, load_detector(embedder))]
    if direction == "output":
        return [guard.output(text)]
    words = guard.masker.question(normalise.words(text))[0]
    vector = np.asarray(embedder.embed_queries([words]))[0] if words else None
    return [guard.raw_question(text, longest), guard.question(words, vector)]


def _line(result: dict[str, Any]) -> str:
    name = f"{result['id']}: " if result.get("id") is not None else ""
    if "error" in result:
        return f"{name}error: {result['error']}"
    return f"{name}{result['verdict']}" + (f": {result['reason']}" if result["reason"] else "")
