"""What is counted, by the name that the material has for it: "how many arguments" - "with 7 parameters"."""

import re
from collections.abc import Callable, Sequence

from ingest.index.vectors import Vector
from serve.extract.figures import counted

ALIKE = 0.5
"""Cosine of two nouns from which on one may stand for the other: arguments and parameters have .65, computers
and machines .71, layers and parameters .25, users and connections .32."""
PERSONS = 0.4
"""For "people", which may be developers (.43)."""
_BESIDE_A_FIGURE = re.compile(
    r"(?<![\w.])(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million)"
    r"\s+(?:[\w-]+\s+)?([^\W\d_]{4,}s)\b",
    re.IGNORECASE,
)


def by_another_name(query: str, texts: Sequence[str], vectors: Callable[[Sequence[str]], Vector]) -> str:
    """The question with what it counts called as the texts call what they count; nothing where none is alike.

    `vectors`: texts -> float32[n, dimension], of length 1.
    """
    thing = counted(query)
    nouns = sorted(
        {m[1].casefold() for text in texts for m in _BESIDE_A_FIGURE.finditer(text)} - {thing.casefold()}
    )
    if not thing or not nouns:
        return ""
    asked, *found = vectors([thing.casefold(), *nouns])
    likeness, noun = max(zip((float(asked @ v) for v in found), nouns, strict=True))
    least = PERSONS if thing.casefold() == "people" else ALIKE
    return re.sub(rf"\b{re.escape(thing)}\b", noun, query, count=1) if likeness >= least else ""
