"""What the guards decide, as the trace of an answer holds it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Verdict = Literal["allow", "flag", "block"]
"""Untouched; marked, masked or fenced, and let through; not let through."""
Direction = Literal["input", "retrieved", "output"]
Part = Literal[
    "characters",
    "injection",
    "topics",
    "personal",
    "planted",
    "secrets",
    "prompt",
    "links",
    "format",
    "unsafe",
]
"""A guard that can be switched off and measured by itself."""
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
PARTS: tuple[Part, ...] = get_args(Part)
_ORDER: Mapping[Verdict, int] = {"allow": 0, "flag": 1, "block": 2}


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is what a guard found, and of which kind."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What one guard says of one text: why, how sure (0 to 1), where, and in how many milliseconds."""

    part: Part
    verdict: Verdict
    reason: str = ""
    score: float = 0.0
    spans: tuple[Span, ...] = field(default=())
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything that the guards of one direction decided."""

    direction: Direction
    decisions: tuple[Decision, ...]

    @property
    def verdict(self) -> Verdict:
        """The gravest of them."""
        return gravest(d.verdict for d in self.decisions)

    @property
    def reason(self) -> str:
        """Why it is not let through, else why it is marked, else nothing."""
        return next((d.reason for d in self.decisions if d.verdict == self.verdict != "allow"), "")


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """`allow` where there are none."""
    return max(verdicts, key=_ORDER.__getitem__, default="allow")
