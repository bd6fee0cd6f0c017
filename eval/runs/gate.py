"""`rag-eval gate`: a run against the baseline."""

from dataclasses import dataclass
from pathlib import Path

import click

from eval.runs import history
from eval.runs.baseline import Baseline, baseline_of, read_baseline, write_baseline
from eval.runs.errors import BelowBaseline, Incomparable
from eval.runs.store import read_run
from eval.runs.types import Run

ROUNDING = 1e-6
"""The baseline holds six decimals."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure that fell beyond its allowance; `value` is None where the run could not measure it."""

    metric: str
    value: float | None
    expected: float
    allowance: float

    def __str__(self) -> str:
        floor = f"the baseline's {self.expected:.3f} less {self.allowance:.3f}"
        if self.value is None:
            return f"{self.metric}: measured on no question; expected {floor}"
        return f"{self.metric}: {self.value:.3f} is below {floor}"


def breaches(run: Run, baseline: Baseline) -> list[Breach]:
    """Every figure beyond its allowance; raises Incomparable for another material."""
    asked, wanted = run.provenance.material, baseline.material
    if asked != wanted:
        raise Incomparable(
            f"the run's material is “{asked}”, the baseline's “{wanted}”: give --baseline FILE"
        )
    found = []
    for name, e in baseline.metrics.items():
        value = run.figures[name].value if name in run.figures else None
        if value is None or value < e.value - e.allowance - ROUNDING:
            found.append(Breach(name, value, e.value, e.allowance))
    return found


def gate(run_file: Path, baseline_file: Path, update: bool) -> None:
    """Says what is below the baseline and raises BelowBaseline; with `update` replaces it instead."""
    run = read_run(run_file)
    if update:
        _accept(run, baseline_file)
        return
    baseline = read_baseline(baseline_file)
    found = breaches(run, baseline)
    for breach in found:
        click.echo(breach, err=True)
    if found:
        fallen = f"{len(found)} of {len(baseline.metrics)} figures fell beyond their allowance"
        raise BelowBaseline(f"{fallen}; if that is wanted, --update-baseline accepts the run")
    click.echo(f"all {len(baseline.metrics)} figures are within their allowances")


def _accept(run: Run, baseline_file: Path) -> None:
    old = read_baseline(baseline_file) if baseline_file.exists() else None
    new = baseline_of(run, old)
    write_baseline(new, baseline_file)
    log = baseline_file.with_name(history.FILE.name)
    history.append(history.accepted(run), log)
    click.echo(f"{baseline_file} holds {len(new.metrics)} figures of this run, {log} one line more")
