"""Defaults: questions for that of a setting that is named, and what states one.

Where the manual tells none, the next "Default: 30" is another setting's, and reads like an answer.
"""

import re

from retrieval.query.names import identifiers
from retrieval.query.wording import wording

_ASKS = wording(
    r"""
    default(?: (?:interval|length|limit|number|setting|size|timeout|value))? (?:of|for|in)
    (?:what|which)(?:'s| is)? the default
    default (?:setting|value)
    defaults? to
    by default
    (?:if|when|unless) [^?,]*(?:not|n['’]t) (?:give|given|pass|passed|present|provided?|set|specif(?:y|ied))
    (?:leav(?:e|ing)|left) [^?,]*out|omitted|unset
    """
)
_WHY = re.compile(r"\W*why\b|.*\breason\b", re.IGNORECASE)
_CAMEL = re.compile(r"\b[a-z]+(?:[A-Z][a-z0-9]+)+\b")
_STATES = re.compile(
    r"\bdefault|\bunless\b|\bif (?:it )?(?:is )?not\b|\bunset\b|\bomit|\bleft out\b|\binitial|\bwithout\b"
    r"|\botherwise\b|\balready\b|\bautomatic|\w=\S",
    re.IGNORECASE,
)


def default_of(question: str) -> list[str]:
    """The identifiers whose default is asked for; none where no default is, or of nothing that is named.

    Who asks why it is the default is told whether it is.
    """
    asks = _ASKS.search(question) and not _WHY.match(question)
    return list(dict.fromkeys((*identifiers(question), *_CAMEL.findall(question)))) if asks else []


def states_a_default(text: str) -> bool:
    """The text says what holds where nothing is set."""
    return bool(_STATES.search(text))
