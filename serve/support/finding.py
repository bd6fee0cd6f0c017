"""What a deterministic check objects to."""

from dataclasses import dataclass
from typing import Literal

Check = Literal["number", "date", "name", "code", "negation", "comparison", "quantifier", "order"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection to a claim: the check that raised it, and a sentence for a person."""

    check: Check
    detail: str


def missing(check: Check, what: str) -> Finding:
    """The finding that something the claim says is not in its evidence."""
    return Finding(check, f"{what} is not in the cited words")
