"""`rag-eval run`, `compare` and `gate`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from eval.golden import Material

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--material", type=click.Choice(["corpus", "export"]), default="corpus", show_default=True)
@click.option("--golden", type=FILE, help="Ask the questions of this file instead, over your own documents.")
@click.option("--data-dir", type=FOLDER, help="Index of that material.")
@click.option("--out", type=FOLDER, required=True, help="Write run.json, summary.md and report.html here.")
@click.option("--ablation", is_flag=True, help="Measure retrieval stage by stage as well.")
@click.option("--unchecked", is_flag=True, help="Show planted faults as drafted: a build without its check.")
def run(
    material: "Material",
    golden: Path | None,
    data_dir: Path | None,
    out: Path,
    ablation: bool,
    unchecked: bool,
) -> None:
    """Ask the golden questions, measure the answers and write a report."""
    from eval.runs.run import run

    run(material, data_dir, out, ablation, unchecked, golden)


@click.command()
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
def compare(before: Path, after: Path) -> None:
    """Compare two run.json files, question by question."""
    from eval.runs.compare import compare

    compare(before, after)


@click.command()
@click.argument("run_file", metavar="RUN", type=FILE)
@click.option("--baseline", type=FILE, help="[default: eval/baseline.json]")
@click.option("--update-baseline", is_flag=True, help="Make this run the baseline, and log it beside it.")
def gate(run_file: Path, baseline: Path | None, update_baseline: bool) -> None:
    """Fail when a figure of a run.json file fell beyond its allowance against the baseline."""
    from eval.runs import baseline as baselines
    from eval.runs.gate import gate

    gate(run_file, baseline or baselines.FILE, update_baseline)
