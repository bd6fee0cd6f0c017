"""The command line of evaluation: `rag-eval`."""

import sys
from pathlib import Path

import click

from ingest.errors import RagError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Measure answers, retrieval and refusal."""


@commands.command()
@click.option("--material", type=click.Choice(["corpus", "export"]), default="corpus", show_default=True)
@click.option("--data-dir", type=click.Path(path_type=Path), help="Index of that material.")
@click.option("--out", type=click.Path(path_type=Path), help="Write every answer as JSON Lines.")
@click.option("--failures", is_flag=True, help="Print the questions that went wrong.")
def golden(material: str, data_dir: Path | None, out: Path | None, failures: bool) -> None:
    """Ask the golden questions and print the figures."""
    from eval.golden_report import run

    run(material, data_dir, out, failures)


def main() -> None:
    """Entry point: a failure with a name is one line and its own exit code."""
    try:
        commands()
    except RagError as error:
        click.echo(f"rag-eval: {error}", err=True)
        sys.exit(error.exit_code)
