"""`rag-eval compare`: two runs, question by question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from eval.retrieval.figures import Estimate
from eval.retrieval.tables import table
from eval.runs.errors import Incomparable
from eval.runs.estimates import difference
from eval.runs.store import read_run
from eval.runs.types import JUDGE, Asked, Run
from eval.runs.values import CITED_PRECISION, FACTS, METRICS, Metric

Pair = tuple[Asked, Asked]
"""The same question in the run before and in the run after."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one kind of question, how many one of two runs answered better, worse and alike."""

    kind: str
    wins: int
    losses: int
    ties: int


def compare(before_file: Path, after_file: Path) -> None:
    """Prints the comparison; raises PathProblem and Incomparable."""
    before, after = read_run(before_file), read_run(after_file)
    pairs = paired(before, after)
    click.echo(f"{before_file} -> {after_file}: {len(pairs)} questions in both\n")
    metrics = comparable(before, after)
    click.echo(_differences(pairs, metrics) + "\n")
    if len(metrics) < len(METRICS):
        click.echo(f"Faithfulness is left out: judged by {_judge(before)} before, by {_judge(after)} after\n")
    click.echo(_scores(scores(pairs)))
    _changed("Was right, now wrong", [b for a, b in pairs if a.right and not b.right])
    _changed("Was wrong, now right", [b for a, b in pairs if b.right and not a.right])


def paired(before: Run, after: Run) -> list[Pair]:
    """The questions that both asked, worded alike; raises Incomparable where there is nothing to compare."""
    one, other = before.provenance.material, after.provenance.material
    if one != other:
        raise Incomparable(f"one run's material is “{one}”, the other's “{other}”")
    new = {(a.id, a.question): a for a in after.questions}
    pairs = [(a, new[a.id, a.question]) for a in before.questions if (a.id, a.question) in new]
    if not pairs:
        raise Incomparable("the two runs have no question in common")
    return pairs


def comparable(before: Run, after: Run) -> list[Metric]:
    """The metrics that mean the same in both: two judges do not."""
    same = _judge(before) == _judge(after)
    return [m for m in METRICS if m.source != "judge" or same]


def differences(pairs: Sequence[Pair], metrics: Iterable[Metric] = METRICS) -> dict[str, Estimate]:
    """Metric -> after less before, for those that both runs could measure."""
    before, after = [a.values for a, _ in pairs], [b.values for _, b in pairs]
    found = {m.name: difference(before, after, m.name) for m in metrics}
    return {name: d for name, d in found.items() if d}


def scores(pairs: Iterable[Pair]) -> list[Score]:
    """A line a kind: how many the run after won, lost and tied."""
    return counted((before.kind, better(after, before)) for before, after in pairs)


def better(one: Asked, other: Asked) -> int:
    """1 where `one` answers the question better, -1 where `other` does, 0 where they are alike.

    Right beats wrong; of two alike, the one that says more of the expected facts wins; and of two
    that say as many, the one of whose citations more stand in a labelled section.
    """
    a, b = _standing(one), _standing(other)
    return (a > b) - (a < b)


def counted(results: Iterable[tuple[str, int]]) -> list[Score]:
    """Kind of question and 1, -1 or 0, one by one -> a line a kind of wins, losses and ties."""
    kinds: dict[str, list[int]] = {}
    for kind, won in results:
        kinds.setdefault(kind, []).append(won)
    return [Score(k, some.count(1), some.count(-1), some.count(0)) for k, some in sorted(kinds.items())]


def _judge(run: Run) -> str:
    return run.provenance.models.get(JUDGE, "nobody")


def _standing(asked: Asked) -> tuple[bool, float, float]:
    return asked.right, asked.values.get(FACTS, 0.0), asked.values.get(CITED_PRECISION, 0.0)


def _differences(pairs: Sequence[Pair], metrics: Iterable[Metric]) -> str:
    found = differences(pairs, metrics)
    lines = [[name, f"{d.value:+.3f}", f"[{d.low:+.3f}, {d.high:+.3f}]"] for name, d in found.items()]
    return table(["metric", "difference", "95% interval"], lines, 1)


def _scores(found: Sequence[Score]) -> str:
    lines = [[s.kind, str(s.wins), str(s.losses), str(s.ties)] for s in found]
    return table(["kind", "wins", "losses", "ties"], lines, 1)


def _changed(title: str, asked: Sequence[Asked]) -> None:
    click.echo(f"\n{title}: {len(asked)}")
    for a in asked:
        click.echo(f"- {a.id}: {a.question}" + (f" ({'; '.join(a.faults)})" if a.faults else ""))
