"""`rag ask`."""

from pathlib import Path
from typing import Any

import click

from ingest.errors import BadQuestion
from serve.bootstrap import build_engine
from serve.cli.batch import as_json, run_batch
from serve.cli.show import answer_text
from serve.settings import Settings
from serve.types import Answer
from serve.wire import answer_fields


def run(question: str | None, batch: Path | None, json_out: bool, data_dir: Path | None) -> int:
    """Answers one question or a batch; returns the exit code."""
    if (question is None) == (batch is None):
        raise BadQuestion('give a question in quotes, or --batch FILE: rag ask "What is RAG?"')
    engine = build_engine(Settings(data_dir=data_dir))
    if batch is None:
        answer = engine.ask(question)
        click.echo(as_json(answer_fields(answer)) if json_out else answer_text(answer))
        return 0

    answers: dict[int, Answer] = {}

    def handle(asked: Any) -> dict[str, Any]:
        answer = engine.ask(asked)
        answers[0] = answer
        return answer_fields(answer)

    def show(fields: dict[str, Any]) -> str:
        if json_out:
            return as_json(fields)
        name = "" if fields["id"] is None else f"{fields['id']}: "
        if "error" in fields:
            return f"{name}error: {fields['error']}\n"
        return f"{name}{answers[0].question}\n{answer_text(answers[0])}\n"

    return run_batch(batch, handle, show)
