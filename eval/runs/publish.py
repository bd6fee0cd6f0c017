"""The folder of a run: `run.json`, `summary.md` and `report.html`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from eval.golden import Material
from eval.runs import baseline as baselines
from eval.runs import history
from eval.runs.baseline import Baseline, read_baseline
from eval.runs.history import Accepted
from eval.runs.report.page import page
from eval.runs.store import make_folder, write, write_run
from eval.runs.summary import summary
from eval.runs.types import Run


@dataclass(frozen=True, slots=True)
class Publisher:
    """Where a run will be written, and what it is shown beside."""

    out: Path
    baseline: Baseline | None
    accepted: Sequence[Accepted]

    def publish(self, run: Run) -> None:
        """Writes the three files and prints the summary; raises StorageProblem."""
        text = summary(run, self.baseline)
        write_run(run, self.out / "run.json")
        write(self.out / "summary.md", text)
        write(self.out / "report.html", page(run, self.baseline, self.accepted))
        click.echo(f"{text}\n\n{self.out / 'report.html'} has the details.")


def publisher(material: Material, out: Path) -> Publisher:
    """Made before anything is measured: a broken baseline or an unwritable folder must not cost a run.

    Raises PathProblem and StorageProblem.
    """
    accepted = history.read_history(history.FILE, material)
    make_folder(out)
    return Publisher(out, _baseline(material), accepted)


def _baseline(material: Material) -> Baseline | None:
    """The baseline in the repository, if it is of this material."""
    if not baselines.FILE.exists():
        return None
    found = read_baseline(baselines.FILE)
    return found if found.material == material else None
