"""`rag chat`: a conversation on the terminal."""

import sys
from pathlib import Path

import click

from ingest.errors import BadQuestion
from serve.bootstrap import build_engine
from serve.cli.show import answer_text
from serve.settings import Settings

MEMORY = 10
_LEAVE = frozenset({"exit", "quit", ":q", "bye"})


def run(data_dir: Path | None) -> int:
    """Asks until the input ends; a question that cannot be asked does not end the conversation."""
    engine = build_engine(Settings(data_dir=data_dir))
    click.echo("Ask away; an empty line is ignored, `exit` or Ctrl-D ends.", err=True)
    history: list[str] = []
    while (line := _read()) is not None:
        if not line:
            continue
        try:
            click.echo(answer_text(engine.ask(line, history[-MEMORY:])) + "\n")
        except BadQuestion as error:
            click.echo(f"rag: {error}", err=True)
            continue
        history.append(line)
    return 0


def _read() -> str | None:
    """The next line without its white space; None at the end or when asked to leave."""
    if sys.stdin.isatty():
        click.echo(click.style("> ", bold=True), nl=False)
    line = sys.stdin.readline()
    return None if not line or line.strip().casefold() in _LEAVE else line.strip()
