"""The command line of evaluation: `rag-eval`."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from eval.bench.cli import bench
from eval.drafting.cli import accept, draft
from eval.guards.cli import guard, redteam
from eval.live.cli import faithfulness, load
from eval.pairwise.cli import pairwise, vote
from eval.ragas.cli import ragas
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


for command in (
    run,
    ragas,
    compare,
    pairwise,
    vote,
    gate,
    draft,
    accept,
    train,
    guard,
    redteam,
    faithfulness,
    load,
    bench,
):
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
@click.option("--data-dir", type=click.Path(path_type=Path), help="Index of corpus/.")
@click.option("--export-dir", type=click.Path(path_type=Path), help="Index of a user's export, asked next.")
@click.option("--questions", default=200, show_default=True, help="How many are to be answered.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the document.")
@click.option("--answers", type=click.Path(path_type=Path), help="Write every sentence's fate as JSON Lines.")
def written(
    data_dir: Path | None, export_dir: Path | None, questions: int, out: Path | None, answers: Path | None
) -> None:
    """Plant faults in a language model's answers and in its service, and measure what a person sees."""
    from eval.written.run import run

    run(data_dir, export_dir, questions, out, answers)


def over_materials(command: Callable[..., None]) -> Callable[..., None]:
    """The options of what asks the golden questions of both materials and writes a document."""
    path = click.Path(path_type=Path)
    for option in (
        click.option("--out", type=path, help="Write the document."),
        click.option("--export-dir", type=path, help="Index of a user's export, asked as well."),
        click.option("--data-dir", type=path, help="Index of corpus/."),
    ):
        command = option(command)
    return command


@commands.command()
@over_materials
def steps(data_dir: Path | None, export_dir: Path | None, out: Path | None) -> None:
    """Switch off the steps of query processing one by one, and measure what each is worth."""
    from eval.steps import run

    run(data_dir, export_dir, out)


@commands.command()
@over_materials
def context(data_dir: Path | None, export_dir: Path | None, out: Path | None) -> None:
    """Leave passages out of the evidence that a language model reads, and count the facts that are left."""
    from eval.context import run

    run(data_dir, export_dir, out)


@commands.command()
@over_materials
def routing(data_dir: Path | None, export_dir: Path | None, out: Path | None) -> None:
    """Choose which questions a cheap language model may answer, and measure the choice on others."""
    from eval.routing import run

    run(data_dir, export_dir, out)


@commands.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="Data sets.")
@click.option("--weights", type=click.Path(path_type=Path, exists=True), help="[default: what ships]")
@click.option("--seed", default=7, show_default=True, help="Which claims are drawn.")
def judge(data: Path, weights: Path | None, seed: int) -> None:
    """Measure evaluation's judge on what the verifier learned from and it did not."""
    from eval.support.judge import WEIGHTS, measured

    click.echo(measured(data, weights or WEIGHTS, seed))


@commands.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="Data sets.")
@click.option("--work", required=True, type=click.Path(path_type=Path), help="The models that all read.")
@click.option("--size", "sizes", multiple=True, type=int, default=(2000, 20000), help="Passages; repeatable.")
@click.option("--sample", type=click.IntRange(0), default=0, help="At most so many questions of a kind.")
@click.option("--asked", type=click.IntRange(0), default=60, help="Timed questions; 0 measures no cost.")
@click.option("--quality/--no-quality", default=True, help="Whether ranks are compared; it takes long.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the page, and its chart beside it.")
def peers(
    data: Path,
    work: Path,
    sizes: tuple[int, ...],
    sample: int,
    asked: int,
    quality: bool,
    out: Path | None,
) -> None:
    """Put the product beside LlamaIndex, Haystack and txtai, with the same weights on the same words."""
    from eval.peers.run import run

    run(data, work, sizes, sample, asked, quality, out)


def main() -> None:
    """Entry point: a failure with a name is one line and its own exit code."""
    try:
        commands()
    except RagError as error:
        click.echo(f"rag-eval: {error}", err=True)
        sys.exit(error.exit_code)
