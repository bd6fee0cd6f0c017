"""Questions widened by the abbreviations that the corpus defines (see `ingest.abbreviations`)."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"\w[\w/-]*")


def expand(question: str, abbreviations: Mapping[str, str]) -> list[str]:
    """Words to add to a query: the long forms of its short forms and the reverse."""
    folded = question.casefold()
    words = {w.casefold() for w in _WORD.findall(question)}
    words |= {w[:-1] for w in words if w.endswith("s")}
    added = []
    for short, long in abbreviations.items():
        if short in words and long not in folded:
            added.append(long)
        elif long in folded and short not in words:
            added.append(short)
    return added
