"""What a comparison of several configurations is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from eval.runs.compare import Score
from eval.runs.types import Asked, Run

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Entrant:
    """A configuration as it answered: its name here, and the run that it comes from.

    `identity` is the name and eight digits of the SHA-256 of the run's file, so that votes on other
    answers under the same name are not mixed with these.
    """

    name: str
    identity: str
    run: Run


@dataclass(frozen=True, slots=True)
class Pairing:
    """One question with the answers of two configurations."""

    first: str
    second: str
    answers: tuple[Asked, Asked]


@dataclass(frozen=True, slots=True)
class Duel:
    """Who answered one question better: `won` is 1 for the first, -1 for the second, 0 for neither."""

    question: str
    kind: str
    first: str
    second: str
    won: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Every duel, who decided them, and what is to be known about it, a line each.

    `figures` are shares and counts for programs, such as that of position-inconsistent verdicts.
    """

    by: str
    duels: tuple[Duel, ...]
    figures: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A configuration's strength on the Elo scale, and its 95% interval."""

    name: str
    elo: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Wins, losses and ties of the first of two configurations, over all and by kind of question."""

    first: str
    second: str
    whole: Score
    kinds: tuple[Score, ...]
