"""`rag doctor`."""

import platform
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import click

from ingest.errors import RagError
from ingest.index.home import home_of
from ingest.models import load_embedder
from retrieval.rerank import load_scorer
from serve.cli.batch import as_json
from serve.cli.trymodel import tried
from serve.llm.choice import Choice
from serve.settings import Settings
from serve.support.verifier import load_verifier

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
        (
            "answers",
            f"written by {' or '.join(m.name for m in _writing(settings))}, each sentence verified"
            if settings.llm
            else "extractive (no language model configured)",
        ),
    ]
    wrong: list[RagError] = []
    for name, look in _checks(settings).items():
        try:
            findings.append((name, look()))
        except RagError as error:
            if str(error) not in map(str, wrong):
                wrong.append(error)
    return findings, wrong


def _writing(settings: Settings) -> list[Choice]:
    return [m for m in (settings.llm, settings.cheap_llm) if m]


def _checks(settings: Settings) -> Mapping[str, Callable[[], str]]:
    """What has to be loaded to be looked at; each raises RagError for what is wrong."""
    embedder = cache(lambda: load_embedder(settings.ingest.embedder))
    checks = {
        "embedder": lambda: embedder().describe(),
        "reranker": lambda: _reranker(settings),
        "verifier": lambda: load_verifier(settings.answer.verifier).describe(),
        "index": lambda: _index(settings, embedder().name),
    }
    if settings.llm:
        checks["llm"] = lambda: tried(settings)
    if settings.cheap_llm:
        checks["cheap_llm"] = lambda: tried(settings, cheap=True)
    return checks


def _reranker(settings: Settings) -> str:
    scorer = load_scorer(settings.retrieval.reranker)
    return scorer.describe() if scorer else "none: a calibrated mix of cosine and BM25"


def _index(settings: Settings, embedder: str) -> str:
    i = settings.ingest
    manifest = home_of(i.data_dir, i.server).open(embedder).manifest
    counts = f"{manifest.documents} documents, {manifest.chunks} chunks, {manifest.passages} passages"
    return f"{manifest.name}, {counts}, built {manifest.created} with {manifest.embedder}"
