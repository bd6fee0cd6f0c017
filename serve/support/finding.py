"""What a deterministic check objects to, and what is said of a claim in the end."""

from dataclasses import dataclass
from typing import Literal

Check = Literal["number", "date", "name", "code", "negation", "comparison", "quantifier", "order", "voice"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection to a claim: the check that raised it, and a sentence for a person."""

    check: Check
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` is the probability that the evidence supports the claim, `reason` is for a person.

    `model` is the trained model's own probability, None where none was asked; `findings` is what the
    deterministic checks object to. Both are kept, whichever prevailed.
    """

    score: float
    supported: bool
    reason: str
    model: float | None
    findings: tuple[Finding, ...]


def missing(check: Check, what: str) -> Finding:
    """The finding that something the claim says is not in its evidence."""
    return Finding(check, f"{what} is not in the cited words")
