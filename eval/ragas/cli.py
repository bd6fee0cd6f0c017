"""`rag-eval ragas`."""

from pathlib import Path

import click

from eval.runs.cli import FILE, FOLDER


@click.command()
@click.argument("run_file", metavar="RUN", type=FILE)
@click.option("--out", type=FOLDER, help="Write run.json, summary.md and report.html here. [default: RUN's]")
def ragas(run_file: Path, out: Path | None) -> None:
    """Add the figures of ragas, faithfulness among them, to a run.json file and its reports."""
    from eval.ragas.run import run

    run(run_file, out or run_file.parent)
