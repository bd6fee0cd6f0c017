"""`rag costs`."""

from dataclasses import asdict
from pathlib import Path

import click

from serve.cli.batch import as_json
from serve.llm.ledger import Ledger, Line
from serve.settings import Settings


def run(data_dir: Path | None, json_out: bool) -> None:
    """Prints a line a day, asker and model, and to a person what it comes to; raises StorageProblem."""
    path = Settings(data_dir=data_dir).llm_store
    lines = Ledger(path).lines() if path.exists() else []
    for line in lines:
        click.echo(as_json(asdict(line)) if json_out else _text(line))
    if not json_out:
        click.echo(f"{sum(n.answers for n in lines)} answers, {sum(n.cost for n in lines):.6f} USD")


def _text(line: Line) -> str:
    unknown = f", and {line.unpriced} answers without a price" if line.unpriced else ""
    put = f", {line.written:,} put there" if line.written else ""
    share = line.cached / line.prompt if line.prompt else 0.0
    return (
        f"{line.day}  {line.asker or '-'}  {line.model}: {line.answers} answers, {line.prompt:,} tokens in "
        f"({share:.0%} cached{put}), {line.completion:,} out, {line.cost:.6f} USD{unknown}"
    )
