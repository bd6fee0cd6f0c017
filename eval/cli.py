"""The command line of evaluation: `rag-eval`."""

import sys
from pathlib import Path

import click

from eval.drafting.cli import accept, draft
from eval.guards.cli import guard, redteam
from eval.pairwise.cli import pairwise, vote
from eval.runs.cli import compare, gate, run
from eval.training.cli import train
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


for command in (run, compare, pairwise, vote, gate, draft, accept, train, guard, redteam):
    commands.add_command(command)


@commands.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="Data sets.")
@click.option("--work", required=True, type=click.Path(path_type=Path), help="Indexes and caches.")
@click.option("--reranker", type=click.Path(path_type=Path, exists=True), help="A cross-encoder's file.")
@click.option("--seed", default=7, show_default=True, help="What is sampled and how it is worded.")
def calibrate(data: Path, work: Path, reranker: Path | None, seed: int) -> None:
    """Fit the ranking's and the refusal's numbers and write them to the calibration file."""
    from eval.calibrate.run import run

    run(data, work, reranker, seed)


@commands.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="Data sets.")
@click.option("--work", required=True, type=click.Path(path_type=Path), help="Indexes and caches.")
@click.option("--reranker", type=click.Path(path_type=Path, exists=True), help="A cross-encoder's file.")
@click.option(
    "--sample", type=click.IntRange(0), default=0, help="At most so many questions of a pool and kind."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the document, and its chart beside it.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file.")
def retrieval(
    data: Path, work: Path, reranker: Path | None, sample: int, out: Path | None, json_file: Path | None
) -> None:
    """Compare the orders of passages on questions never trained on, and measure refusal."""
    from eval.retrieval.run import run

    run(data, work, reranker, sample, out, json_file)


@commands.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="Data sets.")
@click.option("--weights", type=click.Path(path_type=Path, exists=True), help="[default: what ships]")
@click.option("--material", multiple=True, type=click.Path(path_type=Path, exists=True), help="Documents.")
@click.option("--seed", default=7, show_default=True, help="Which sentences are changed, and how.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the document.")
@click.option("--keep", is_flag=True, help="Write the fitted numbers to the product's file.")
def support(
    data: Path, weights: Path | None, material: tuple[Path, ...], seed: int, out: Path | None, keep: bool
) -> None:
    """Fit the support verifier's combination, and measure it beside its parts."""
    from eval.support.run import run
    from serve.support.models import SHIPPED

    run(data, weights or SHIPPED, material, seed, out, keep)


@commands.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="Data sets.")
@click.option("--weights", type=click.Path(path_type=Path, exists=True), help="[default: what ships]")
@click.option("--seed", default=7, show_default=True, help="Which claims are drawn.")
def judge(data: Path, weights: Path | None, seed: int) -> None:
    """Measure evaluation's judge on what the verifier learned from and it did not."""
    from eval.support.judge import WEIGHTS, measured

    click.echo(measured(data, weights or WEIGHTS, seed))


def main() -> None:
    """Entry point: a failure with a name is one line and its own exit code."""
    try:
        commands()
    except RagError as error:
        click.echo(f"rag-eval: {error}", err=True)
        sys.exit(error.exit_code)
