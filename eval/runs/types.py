"""What a run is made of: `run.json`, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eval.golden import Material

SCHEMA = 1
JUDGE = "judge"
"""Under `Provenance.models`: who judged the faithfulness; absent where nobody did."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `questions` questions and its 95% bootstrap interval."""

    value: float
    low: float
    high: float
    questions: int


Figures = Mapping[str, Figure]
"""Metric -> its figure; a metric that no question could be measured on is not in it."""


@dataclass(frozen=True, slots=True)
class Commit:
    """Where the code stood; `dirty` when files differ from the commit."""

    sha: str
    dirty: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """What was measured, by what, when and where; all times are UTC."""

    material: Material
    settings_hash: str
    index_version: str
    models: Mapping[str, str]
    seeds: Mapping[str, int]
    package: str
    commit: Commit | None
    machine: str
    started: str
    finished: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence before serving's support check, and whether the check shows it.

    `evidence` is what the sentence cites; `fault` names how it was made wrong, and is empty for a sound one.
    """

    text: str
    evidence: str
    fault: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One golden question with its answer, and what was measured of it.

    `faults` says in words what is short of right; a right one has none. `values` holds the metrics that
    apply to it. `answer` and `hits`, the first ones, have the fields of docs/cli.md. `drafted` is the
    answer with planted faults (`eval.runs.planted`), `contexts` are the passages that answer
    (`eval.runs.contexts`).
    """

    id: str
    kind: str
    question: str
    history: tuple[str, ...]
    answerable: bool
    sections: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    reference: str
    faults: tuple[str, ...]
    values: Mapping[str, float]
    confidence: float
    answer: Mapping[str, Any]
    hits: tuple[Mapping[str, Any], ...]
    drafted: tuple[Drafted, ...] = ()
    contexts: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Nothing is short of right."""
        return not self.faults

    @property
    def refused(self) -> bool:
        """No answer was given."""
        return bool(self.answer["status"] == "refused")


@dataclass(frozen=True, slots=True)
class Run:
    """Everything in `run.json`.

    `by_kind`: kind of question -> figures. `latency_ms`: stage -> p50 and p95. `ablation`: order of
    passages -> retrieval figures, empty where it was not asked for. `repeated`: metric -> its mean each
    time that a judge was asked, for those that are asked more than once.
    """

    schema: int
    provenance: Provenance
    figures: Figures
    by_kind: Mapping[str, Figures]
    latency_ms: Mapping[str, Mapping[str, float]]
    ablation: Mapping[str, Figures]
    questions: tuple[Asked, ...]
    repeated: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
