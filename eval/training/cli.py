"""`rag-eval train`: the models that ship, from data to weights and figures."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from eval.training.support.verifier import Role

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
EXISTING = click.Path(path_type=Path, file_okay=False, exists=True)
WORK = "Folder of the run: mined lists, checkpoint, weights."


@click.group()
def train() -> None:
    """Train the models that ship, and measure them."""


@train.command()
@click.option("--data", type=EXISTING, required=True, help="Folder of the data sets; see docs/models.")
@click.option("--work", type=FOLDER, required=True, help=WORK)
@click.option("--steps", type=click.IntRange(1), default=2000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def reranker(data: Path, work: Path, steps: int, seed: int) -> None:
    """Train the cross-encoder; a run that was stopped goes on from its checkpoint."""
    from eval.training.reranker import train as run
    from eval.training.train import Recipe

    click.echo(run(data, work, Recipe(steps=steps, seed=seed), _said))


@train.command()
@click.option("--data", type=EXISTING, required=True, help="Folder of the data sets; see docs/models.")
@click.option("--work", type=FOLDER, required=True, help=WORK)
@click.option("--steps", type=click.IntRange(1), default=400, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def embedder(data: Path, work: Path, steps: int, seed: int) -> None:
    """Train the bi-encoder's adapter; a run that was stopped goes on from its checkpoint."""
    from dataclasses import replace

    from eval.training.embedder import RECIPE
    from eval.training.embedder import train as run

    click.echo(run(data, work, replace(RECIPE, steps=steps, seed=seed), _said))


@train.command()
@click.option("--data", type=EXISTING, required=True, help="Folder of the data sets; see docs/models.")
@click.option("--work", type=FOLDER, required=True, help=WORK)
@click.option("--start", type=FILE, required=True, help="Weights of the first stage.")
@click.option("--steps", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def refine(data: Path, work: Path, start: Path, steps: int, seed: int) -> None:
    """Train the cross-encoder further, on what the product reads; a stopped run goes on."""
    from dataclasses import replace

    from eval.training.refine import RECIPE
    from eval.training.refine import refine as run

    click.echo(run(data, work, start, replace(RECIPE, steps=steps, seed=seed), _said))


@train.command()
@click.option("--data", type=EXISTING, required=True, help="Folder of the data sets; see docs/models.")
@click.option("--work", type=FOLDER, required=True, help=WORK)
@click.option("--steps", type=click.IntRange(1), default=2000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--role", type=click.Choice(["verifier", "judge"]), default="verifier", show_default=True)
@click.option("--start", type=FILE, help="Go on from these weights of an earlier run.")
def verifier(data: Path, work: Path, steps: int, seed: int, role: "Role", start: Path | None) -> None:
    """Train the support verifier, or evaluation's judge; a stopped run goes on from its checkpoint."""
    from eval.training.support.verifier import train as run
    from eval.training.train import Recipe

    click.echo(run(data, work, role, Recipe(steps=steps, seed=seed), _said, start))


@train.command()
@click.option("--data", type=EXISTING, required=True, help="Folder of the data sets; see docs/models.")
@click.option("--work", type=FOLDER, required=True, help=WORK)
@click.option("--steps", type=click.IntRange(1), default=1500, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def late(data: Path, work: Path, steps: int, seed: int) -> None:
    """Train late interaction; a run that was stopped goes on from its checkpoint."""
    from eval.training.late import RATE
    from eval.training.late import train as run
    from eval.training.train import Recipe

    click.echo(run(data, work, Recipe(steps=steps, rate=RATE, seed=seed), _said))


@train.command()
@click.option("--data", type=EXISTING, required=True, help="Folder of the data sets; see docs/models.")
@click.option("--model", type=click.Choice(["question", "planted"]), help="Only this one of the two.")
@click.option("--out", type=FOLDER, help="Write the weights here and not where the product reads them.")
def guard(data: Path, model: str | None, out: Path | None) -> None:
    """Train the guards' two linear models."""
    from eval.guards.train import train as run

    for path, numbers in run(data, model, out, _said):
        click.echo(f"{path}: {numbers}")


@train.command()
@click.option("--data", type=EXISTING, required=True, help="Folder of the data sets; see docs/models.")
@click.option("--out", type=FILE, required=True, help="The weights, as .safetensors.")
@click.option("--seed", type=int, default=7, show_default=True)
def names(data: Path, out: Path, seed: int) -> None:
    """Fit what tells names typed in small letters from slips, on the shipped bi-encoder's vectors."""
    from eval.training.names import train as run

    click.echo(run(data, out, seed))


@train.command()
@click.option("--work", type=EXISTING, required=True, help=WORK)
@click.option("--out", type=FILE, required=True, help="The weights, as .safetensors.")
@click.option(
    "--role",
    type=click.Choice(["reranker", "verifier", "judge"]),
    default="reranker",
    show_default=True,
    help="What the run trains.",
)
def export(work: Path, out: Path, role: Literal["reranker", "verifier", "judge"]) -> None:
    """Write the weights of the last checkpoint, which may be of a run that goes on."""
    from eval.training import reranker
    from eval.training.support import verifier

    if role == "reranker":
        step = reranker.export_checkpoint(work, out)
    else:
        step = verifier.export_checkpoint(work, out, role)
    click.echo(f"{out}: step {step}")


@train.command()
@click.option("--weights", type=FILE, multiple=True, required=True, help="A run's weights; name several.")
@click.option("--name", required=True, help="Of the model that they make.")
@click.option("--out", type=FILE, required=True, help="The mean weights, as .safetensors.")
def average(weights: tuple[Path, ...], name: str, out: Path) -> None:
    """Average the weights of runs of which one went on from the other."""
    from eval.training.average import average as run

    run(weights, name, out)
    click.echo(f"{out}: {name}, of {len(weights)} runs")


@train.command()
@click.option("--work", type=EXISTING, required=True, help=WORK)
@click.option("--weights", type=FILE, help="[default: reranker.safetensors in the folder]")
@click.option("--group", "groups", multiple=True, help="Only these data sets: guides, sections, scifact.")
@click.option("--sample", type=click.IntRange(0), default=0, help="At most so many questions of each pool.")
@click.option("--json", "json_file", type=FILE, help="Write the figures to this file too.")
def evaluate(
    work: Path, weights: Path | None, groups: tuple[str, ...], sample: int, json_file: Path | None
) -> None:
    """Compare the trained order with the others on held-out questions; prints Markdown tables."""
    from eval.training import tables
    from eval.training.evaluate import evaluate as run

    model, measured = run(work, weights or work / "reranker.safetensors", groups, sample, _said)
    click.echo(f"{model}\n\n{tables.markdown(measured)}")
    if json_file:
        json_file.write_text(tables.as_json(model, measured) + "\n", encoding="utf-8")


def _said(line: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')} {line}", err=True)
