"""`rag verify`."""

from pathlib import Path
from typing import Any

import click

from ingest.errors import BadQuestion
from serve.cli.batch import as_json, run_batch
from serve.question import checked_question
from serve.settings import Settings
from serve.support.verifier import load_verifier
from serve.wire import verdict_fields

WANTED = ("claim", "evidence")


def run(claim: str | None, evidence: str | None, batch: Path | None, json_out: bool) -> int:
    """Judges one claim or a batch; returns the exit code."""
    if (claim is None or evidence is None) == (batch is None):
        raise BadQuestion('give a claim and its evidence, or --batch FILE: rag verify "It is 5." "It is 6."')
    settings = Settings().answer
    verifier = load_verifier(settings.verifier)

    def handle(said: Any, words: Any) -> dict[str, Any]:
        claimed = checked_question(said, settings.max_question_chars, "claim")
        if not isinstance(words, str) or not words.strip():
            raise BadQuestion("the evidence has to be text that is not empty")
        return verdict_fields(verifier.verify([claimed], [words])[0])

    def show(fields: dict[str, Any]) -> str:
        return as_json(fields) if json_out else _line(fields)

    if batch is not None:
        return run_batch(batch, handle, show, WANTED)
    click.echo(show(handle(claim, evidence)))
    return 0


def _line(fields: dict[str, Any]) -> str:
    name = f"{fields['id']}: " if fields.get("id") is not None else ""
    if "error" in fields:
        return f"{name}error: {fields['error']}"
    verdict = "supported" if fields["supported"] else "not supported"
    return f"{name}{verdict} ({fields['score']:.2f}): {fields['reason']}"
