"""A question that a denial answers: it takes for granted what the first sentence of its answer denies.

"Why does Webmin need Apache?" - "It does not require Apache to be installed." A reason may be put as a denial
too ("diff does not store file permissions"), of something else than what was asked about. So the clause
without its denial has to say nearly what the question takes for granted.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

ALIKE = 0.7
"""Cosine of the question and the clause from which they say the same: above those of true questions that are
answered with a denial. A threshold that takes more false premises takes more of these than it gains."""

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts in, unit vectors out, a row each."""

_WHY = re.compile(r"\W*(?:(?:so|and|but|ok|okay|explain|then|tell me)\W+)*(?:why|how come)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"(?<![\w-])(?:not|never|no|cannot|nobody|nothing|neither|nor|without)(?![\w-])|n['’]t\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[.;:,()]|\b(?:because|since|but|so|if|when|although|though|while|unless)\b", re.IGNORECASE
)


def denied_outright(question: str, answer: str, embed: Embed) -> bool:
    """Whether the answer's first clause with a denial denies what the question, itself without one, says."""
    if _DENIES.search(question):
        return False
    denying = next((clause for clause in _CLAUSE.split(answer) if _DENIES.search(clause)), "")
    denied = " ".join(_DENIES.sub(" ", denying).split())
    if not denied:
        return False
    asked, said = embed([_WHY.sub("", question, count=1).strip(), denied])
    return bool(asked @ said >= ALIKE)
