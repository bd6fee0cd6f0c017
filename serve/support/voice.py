"""The voice check: the claim asks, or speaks of its own speaker, where its evidence does neither.

Sources state things. A question states nothing, and what "I" think, saw or like is no source's word.
"""

import re
from collections.abc import Iterator

from serve.support.finding import Finding

_NUMBERED = "".join(rf"(?<!\b{w}\s)" for w in ("type", "part", "phase", "class", "for", "over", "index"))
_SPEAKER = re.compile(
    rf"{_NUMBERED}\bI(?:['’](?:m|ve|d|ll))?(?=\s+[a-z])|\b(?:me|my|mine|myself)\b", re.IGNORECASE
)
"""A lone "I" has a word behind it; "I/O", "i.e.", type I errors and an index i are no speakers."""


def voice_findings(claim: str, evidence: str) -> Iterator[Finding]:
    """At most one finding of either kind."""
    if "?" in claim and "?" not in evidence:
        yield Finding("voice", "the claim asks, which no cited words can support")
    if (spoken := _SPEAKER.search(claim)) and not _SPEAKER.search(evidence):
        yield Finding("voice", f"the claim speaks of its speaker (“{spoken[0]}”), the cited words do not")
