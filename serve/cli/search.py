"""`rag search`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ingest.errors import BadQuestion
from ingest.index.payload import parse_filters
from serve.bootstrap import build_engine
from serve.cli.batch import as_json, run_batch
from serve.cli.show import hits_text
from serve.settings import Settings
from serve.wire import search_fields


def run(
    question: str | None,
    top_k: int,
    filters: Sequence[str],
    batch: Path | None,
    json_out: bool,
    data_dir: Path | None,
) -> int:
    """Searches for one question or a batch; returns the exit code."""
    if (question is None) == (batch is None):
        raise BadQuestion('give a question in quotes, or --batch FILE: rag search "rank fusion"')
    allowed = parse_filters(filters)
    engine = build_engine(Settings(data_dir=data_dir))

    def handle(asked: Any) -> dict[str, Any]:
        return search_fields(asked, *engine.search(asked, top_k, filters=allowed))

    if batch is not None:
        return run_batch(batch, handle, as_json)
    if json_out:
        click.echo(as_json(handle(question)))
    else:
        click.echo(hits_text(*engine.search(question, top_k, filters=allowed)))
    return 0
