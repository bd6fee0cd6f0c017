"""What is known of a claim beside its evidence: the model's logit, the overlap, the checks."""

from collections.abc import Mapping, Sequence

from serve.support.checks import Finding
from serve.support.overlap import bigram_overlap, longest_run, word_overlap

CHECKS = ("number", "date", "name", "code", "negation", "comparison", "quantifier", "order", "voice")
ANYWHERE = ("number", "date", "name")
"""Checks that look through all of the evidence. That it lacks a name tells little where it lacks most other
words too: then it says "it", or says the claim in another way. So the overlap, squared, weighs them."""
SAID = ("logit", "words", "pairs", "run")
"""What speaks for a claim; every check speaks against it."""
FIGURES = (*SAID, *CHECKS)
MOST = 2
"""Objections of a check that count: the third adds nothing."""


def figures(claim: str, evidence: str, found: Sequence[Finding], logit: float) -> Mapping[str, float]:
    """By the names in FIGURES; a check's figure is how often it fired."""
    fired: list[str] = [f.check for f in found]
    words = word_overlap(claim, evidence)
    times = {check: float(min(MOST, fired.count(check))) for check in CHECKS}
    return {
        "logit": logit,
        "words": words,
        "pairs": bigram_overlap(claim, evidence),
        "run": longest_run(claim, evidence),
        **{check: n * words**2 if check in ANYWHERE else n for check, n in times.items()},
    }
