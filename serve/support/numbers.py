"""The number check: the claim's figures are in its evidence, with the same units."""

import re
from collections.abc import Iterator, Sequence

from retrieval.query.wording import wording
from serve.support.dates import without_dates
from serve.support.finding import Finding, missing
from serve.support.identifiers import without_identifiers
from serve.support.names import without_versions
from serve.support.quantities import Quantity, quantities, same

_ROUGHLY = wording(
    "about|around|roughly|approximately|approx|nearly|almost|some|close to|up to|at most", end=r"\W*$"
)
_AT_LEAST = wording(
    "over|above|exceed\\w*|(?:more|greater) than|(?:at least|minimum of)(?: an?)?", end=r"\W*$"
)
_AT_MOST = wording("under|below|(?:less|fewer) than", end=r"\W*$")
_MARK = re.compile(r"^\W*\d{1,2}[.)]\s|\[\d{1,2}\]", re.MULTILINE)
"""Of a list's item, or of a citation."""
ROUNDING, EXACT = 0.05, 1e-6
"""Relative differences that "about" allows, and that a plain figure does."""
FEW = 10
"""Up to this a number of things need not be in the evidence as a number."""


def number_findings(claim: str, evidence: str) -> Iterator[Finding]:
    """Figures of the claim that the evidence gives otherwise or not at all.

    Figures in names, identifiers and dates are left to the checks of those.
    """
    prose = _MARK.sub(" ", without_versions(without_dates(without_identifiers(claim))))
    claimed = dict.fromkeys(quantities(prose))
    known = quantities(evidence) if claimed else []
    for quantity in claimed:
        held = any(_holds(quantity, other) for other in known) or _literal(quantity, evidence)
        if not held and (not _is_count(quantity, claim) or _counted_otherwise(quantity, known)):
            yield missing("number", f"the figure {quantity.text}")


def _holds(claimed: Quantity, other: Quantity) -> bool:
    """The claim's figure follows from the other, given the words before it: "more than 50%" from 89%."""
    if same(claimed, other, ROUNDING if _ROUGHLY.search(claimed.before) else EXACT):
        return True
    (measure, size), (other_measure, other_size) = claimed.measured, other.measured
    alike = measure == other_measure and claimed.noun == other.noun and bool(measure or claimed.noun)
    beyond = _AT_LEAST.search(claimed.before) if other_size > size else _AT_MOST.search(claimed.before)
    return alike and bool(beyond)


def _literal(quantity: Quantity, evidence: str) -> bool:
    """It stands there as it is spelled, in a name perhaps: "70B" in "Llama-70B"."""
    return bool(re.search(rf"(?<![\d.,]){re.escape(quantity.text)}(?![\d%]|[.,]\d)", evidence))


def _is_count(quantity: Quantity, claim: str) -> bool:
    """A small number of things, or in words: it may count a list of the evidence that nobody numbered.

    Nobody counts a list and comes to a range.
    """
    small = quantity.value <= FEW and not (quantity.unit or quantity.ranged) and quantity.value.is_integer()
    return small and (bool(quantity.noun) or not re.search(rf"\b{re.escape(quantity.text)}\b", claim))


def _counted_otherwise(quantity: Quantity, known: Sequence[Quantity]) -> bool:
    return bool(quantity.noun) and any(q.noun == quantity.noun for q in known)
