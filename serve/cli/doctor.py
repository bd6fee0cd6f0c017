"""`rag doctor`."""

import platform
from collections.abc import Iterator
from pathlib import Path

import click

from ingest.errors import RagError
from ingest.index import open_index
from ingest.models import load_embedder
from serve.bootstrap import build_reranker
from serve.cli.batch import as_json
from serve.settings import Settings

Finding = tuple[str, str]


def run(data_dir: Path | None, json_out: bool) -> int:
    """Prints the findings; returns 0, or the exit code of the first thing that is wrong."""
    findings, wrong = examine(Settings(data_dir=data_dir))
    if json_out:
        click.echo(as_json({**dict(findings), "problems": [str(e) for e in wrong]}))
    else:
        for name, value in findings:
            click.echo(f"{name:<12} {value}")
        for error in wrong:
            click.echo(click.style(f"problem      {error}", fg="red"))
        click.echo("all well" if not wrong else f"{len(wrong)} problem(s)")
    return wrong[0].exit_code if wrong else 0


def examine(settings: Settings) -> tuple[list[Finding], list[RagError]]:
    """What is configured and in use, and what is wrong with it."""
    findings: list[Finding] = [
        ("machine", f"Python {platform.python_version()}, {platform.machine()}"),
        ("settings", f"hash {settings.hash}, data in {settings.ingest.data_dir}"),
        (
            "store",
            f"Qdrant at {settings.ingest.qdrant_url}" if settings.ingest.qdrant_url else "Qdrant in process",
        ),
        ("answers", "extractive (no language model configured)"),
    ]
    wrong: list[RagError] = []
    for check in (_models, _index):
        try:
            findings += check(settings)
        except RagError as error:
            wrong.append(error)
    return findings, wrong


def _models(settings: Settings) -> Iterator[Finding]:
    embedder = load_embedder(settings.ingest.embedder)
    runtime = getattr(embedder, "runtime", None)
    how = f"OpenVINO, {runtime.precision}" if runtime else "sentence-transformers"
    yield "embedder", f"{embedder.name} ({how})"
    yield "reranker", build_reranker(settings).name


def _index(settings: Settings) -> Iterator[Finding]:
    i = settings.ingest
    manifest = open_index(i.data_dir, load_embedder(i.embedder).name, i.qdrant_url, i.qdrant_api_key).manifest
    counts = f"{manifest.documents} documents, {manifest.chunks} chunks, {manifest.passages} passages"
    yield "index", f"{manifest.name}, {counts}, built {manifest.created} with {manifest.embedder}"
