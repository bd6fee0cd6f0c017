"""The verifier's figures as Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.retrieval.tables import short, table
from eval.support.parts import WAYS


@dataclass(frozen=True, slots=True)
class Source:
    """One data set: a figure a way; `error` is the combination's calibration error.

    `kept` is the share of the supported claims that pass as shipped.
    """

    name: str
    claims: int
    supported: float
    auc: Mapping[str, float]
    accuracy: Mapping[str, float]
    error: float
    kept: float
    unseen_auc: float
    """Of the combination fitted without this data set."""


@dataclass(frozen=True, slots=True)
class Caught:
    """Of one kind of claim the share found unsupported: at 5% false alarms, and as shipped."""

    kind: str
    claims: int
    at_alarms: Mapping[str, float]
    shipped: float


def by_source(sources: Sequence[Source]) -> str:
    """A line a data set and measure."""
    lines = []
    for s in sources:
        for measure, values in (("ROC-AUC", s.auc), ("balanced accuracy", s.accuracy)):
            lines.append(
                [s.name, f"{s.claims} ({s.supported:.0%})", measure, *(short(values[w]) for w in WAYS)]
            )
    return table(["set", "claims (supported)", "measure", *WAYS], lines, 3)


def calibration(sources: Sequence[Source]) -> str:
    """What passes, the calibration error, and what is lost where the set was not fitted on."""
    head = ["set", "supported ones kept", "calibration error", "ROC-AUC", "ROC-AUC, fitted without it"]
    lines = [
        [s.name, short(s.kept), short(s.error), short(s.auc[WAYS[-1]]), short(s.unseen_auc)] for s in sources
    ]
    return table(head, lines, 1)


def caught(name: str, rows: Iterable[Caught], ways: Sequence[str]) -> str:
    """A line a kind of claim."""
    lines = [[r.kind, str(r.claims), *(short(r.at_alarms[w]) for w in ways), short(r.shipped)] for r in rows]
    return table([name, "claims", *ways, "combination as shipped"], lines, 1)
