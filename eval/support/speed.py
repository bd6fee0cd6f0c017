"""How long the verdicts on an answer take."""

import time
from collections.abc import Sequence
from statistics import median

from eval.training.support.claims import Pair
from serve.support.verifier import SupportVerifier

SENTENCES = 5
ANSWERS = 60


def milliseconds(verifier: SupportVerifier, pairs: Sequence[Pair]) -> float:
    """Median over ANSWERS answers of SENTENCES claims that do not stand in their evidence word for word."""
    told = [p for p in pairs if p.kind == "paraphrased" and p.claim not in p.evidence]
    answers = [[told[(i + j) % len(told)] for j in range(SENTENCES)] for i in range(ANSWERS)]
    return median(_timed(verifier, answer) for answer in answers)


def _timed(verifier: SupportVerifier, answer: Sequence[Pair]) -> float:
    began = time.perf_counter()
    verifier.verify([p.claim for p in answer], [p.evidence for p in answer])
    return (time.perf_counter() - began) * 1000
