"""A comparison in words and as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import combinations
from pathlib import Path

import click

from eval.pairwise.elo import ratings
from eval.pairwise.types import SCHEMA, Duel, Judged, Rating, Tally
from eval.retrieval.tables import table
from eval.runs.compare import Score, counted
from eval.runs.errors import Incomparable
from eval.runs.store import as_json, write

ALL = "all"
HEAD = ["wins", "losses", "ties"]
LEAST = 10
"""Questions: an interval that a few of them give would look certain."""


def report(judged: Judged, out: Path | None) -> None:
    """Prints wins, losses, ties and ratings, and writes them; raises StorageProblem."""
    tallies = list(tallied(judged.duels))
    rated, why = _rated(judged.duels)
    click.echo(f"Judged by {judged.by}\n")
    click.echo(pairs_table(tallies) + "\n")
    click.echo(kinds_table(tallies) + "\n")
    click.echo(elo_table(rated) if rated else f"No ratings: {why}")
    for note in judged.notes:
        click.echo(f"\n{note}")
    if out:
        write(out, as_json(_fields(judged, tallies, rated), indent=1))


def tallied(duels: Sequence[Duel]) -> Iterable[Tally]:
    """Every two configurations that met, in the order of their names as they were given."""
    names = list(dict.fromkeys(name for d in duels for name in (d.first, d.second)))
    for first, second in combinations(names, 2):
        results = [(d.kind, _won(d, first)) for d in duels if {d.first, d.second} == {first, second}]
        if results:
            whole = counted((ALL, won) for _, won in results)[0]
            yield Tally(first, second, whole, tuple(counted(results)))


def _won(duel: Duel, first: str) -> int:
    return duel.won if duel.first == first else -duel.won


def _rated(duels: Sequence[Duel]) -> tuple[list[Rating], str]:
    questions = len({d.question for d in duels})
    if questions < LEAST:
        return [], f"of {questions} questions nothing can be told, {LEAST} are the least"
    try:
        return ratings(duels), ""
    except Incomparable as error:
        return [], str(error)


def pairs_table(tallies: Iterable[Tally]) -> str:
    """A line a pair; wins are the first one's."""
    lines = [[t.first, t.second, *_cells(t.whole)] for t in tallies]
    return table(["configuration", "against", *HEAD], lines, 2)


def kinds_table(tallies: Iterable[Tally]) -> str:
    """A line a pair and kind of question."""
    lines = [[f"{t.first} against {t.second}", s.kind, *_cells(s)] for t in tallies for s in t.kinds]
    return table(["pair", "kind", *HEAD], lines, 2)


def elo_table(rated: Iterable[Rating]) -> str:
    """Strongest first."""
    lines = [[r.name, f"{r.elo:.0f}", f"[{r.low:.0f}, {r.high:.0f}]"] for r in rated]
    return table(["configuration", "Elo", "95% interval"], lines, 1)


def _cells(score: Score) -> list[str]:
    return [str(score.wins), str(score.losses), str(score.ties)]


def _fields(judged: Judged, tallies: Iterable[Tally], rated: Iterable[Rating]) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "judge": judged.by,
        **judged.figures,
        "pairs": [asdict(t) for t in tallies],
        "ratings": [asdict(r) for r in rated],
        "duels": [asdict(d) for d in judged.duels],
    }
