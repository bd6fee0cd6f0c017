"""Everything that rules can object to in a claim, given the words that are to support it."""

from serve.support.closest import closest_sentence
from serve.support.comparison import comparison_findings
from serve.support.dates import date_findings
from serve.support.finding import Check, Finding
from serve.support.identifiers import code_findings
from serve.support.naming import name_findings
from serve.support.negation import negation_findings
from serve.support.numbers import number_findings
from serve.support.order import order_findings
from serve.support.quantifiers import quantifier_findings
from serve.support.voice import voice_findings

__all__ = ["Check", "Finding", "findings"]

_HELD_IN_ALL = (number_findings, date_findings, name_findings, code_findings, voice_findings)
_HELD_IN_CLOSEST = (negation_findings, quantifier_findings, order_findings)
COMPARED = 0.5
"""Overlap from which on a comparison is checked: of a short claim the opposite word is itself a good part."""


def findings(claim: str, evidence: str) -> tuple[Finding, ...]:
    """What speaks against the claim; none is no proof that the evidence says it.

    Figures and names may come from anywhere in the evidence; what is denied, compared, quantified or put in
    order is held against the one sentence that is closest to the claim.
    """
    found = [finding for check in _HELD_IN_ALL for finding in check(claim, evidence)]
    if closest := closest_sentence(claim, evidence):
        found += [finding for check in _HELD_IN_CLOSEST for finding in check(claim, closest)]
    if closest := closest_sentence(claim, evidence, COMPARED):
        found += comparison_findings(claim, closest)
    return tuple(found)
