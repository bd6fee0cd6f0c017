"""`eval/baseline.json`: the figures that a run has to reach, each with how far it may fall short and why."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from eval.golden import Material
from eval.runs.store import as_json, read, write
from eval.runs.types import SCHEMA, Run
from eval.runs.values import METRICS, VALIDITY, Metric

FILE = Path(__file__).parents[1] / "baseline.json"
ANEW = 0.05
"""The share of the questions that a change without gain or loss may answer anew."""

RULE = "default: 1.96 standard errors of the difference when 5% of the questions are answered anew"
PROMISED = "a promise of the project: every citation equals its span"


@dataclass(frozen=True, slots=True)
class Expected:
    """A run's figure may be below `value` by as much as `allowance`, for the reason `why`."""

    value: float
    allowance: float
    why: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was accepted: metric -> what is expected, and the run that it comes from."""

    schema: int
    material: Material
    date: str
    settings_hash: str
    models: Mapping[str, str]
    metrics: Mapping[str, Expected]


def allowance(values: Sequence[float]) -> float:
    """How far the mean of these values may fall without a loss of quality, by the default rule.

    A question that is answered anew draws another value from the same ones, so its difference has
    twice their variance, and a share ANEW of n questions moves the mean with a standard error of
    sqrt(2 * ANEW * variance / n). One question of n may always change.
    """
    n = len(values)
    return max(1 / n, 1.96 * math.sqrt(2 * ANEW * float(np.var(values)) / n))


def baseline_of(run: Run, old: Baseline | None) -> Baseline:
    """The run as a baseline; an allowance that a person gave another reason stays as it is.

    The figures of ragas inform and are left out: judges move by themselves.
    """
    p = run.provenance
    metrics = {m.name: _expected(run, m.name, old) for m in METRICS if _gated(m, run)}
    return Baseline(SCHEMA, p.material, p.finished, p.settings_hash, p.models, metrics)


def _gated(metric: Metric, run: Run) -> bool:
    """Figures that only `rag-eval ragas` adds would be missing from every other run."""
    return metric.source == "labels" and metric.name in run.figures


def _expected(run: Run, name: str, old: Baseline | None) -> Expected:
    value = round(run.figures[name].value, 6)
    kept = old.metrics.get(name) if old else None
    if kept and kept.why != RULE:
        return Expected(value, kept.allowance, kept.why)
    if name == VALIDITY:
        return Expected(value, 0.0, PROMISED)
    values = [a.values[name] for a in run.questions if name in a.values]
    return Expected(value, round(allowance(values), 6), RULE)


def read_baseline(path: Path) -> Baseline:
    """The baseline; raises PathProblem for a file that holds none."""
    return read(path, Baseline, "baseline", "rag-eval gate RUN --update-baseline writes one")


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Replaces the file."""
    ordered = {m.name: baseline.metrics[m.name] for m in METRICS if m.name in baseline.metrics}
    write(
        path, as_json({**asdict(baseline), "metrics": {k: asdict(e) for k, e in ordered.items()}}, indent=1)
    )
