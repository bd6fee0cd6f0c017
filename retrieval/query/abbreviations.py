"""Questions widened by the abbreviations that the corpus defines (see `ingest.abbreviations`).

Guides define a short form once and use it from then on. Who types the long form gets the short one
added. Who types the short form finds it as it is, unless it stands in its definition alone or is
all that is asked about. More would drown the rest of the question: with its long form added,
"guardrails for LLMs" finds language models.
"""

import re
from collections.abc import Mapping

from ingest.tokens import tokenize

_WORD = re.compile(r"\w[\w/-]*")
RARE = 1
"""Passages that hold a short form which is not used beyond its definition."""


def expand(question: str, abbreviations: Mapping[str, str], frequency: Mapping[str, int]) -> list[str]:
    """Words to add to a query. `frequency`: lower-case word -> number of passages with it."""
    folded = question.casefold()
    typed = _WORD.findall(question)
    words = {w.casefold() for w in typed}
    words |= {w[:-1] for w in words if w.endswith("s")}
    alone = any(set(tokenize(question)) <= set(tokenize(w)) for w in typed)
    added = []
    for short, long in abbreviations.items():
        if short in words and long not in folded:
            added += [long] if alone or frequency.get(short, 0) <= RARE else []
        elif long in folded and short not in words:
            added.append(short)
    return added
