"""All of a number, where the material says how many of them.

"Why are all eight experts run?" - "2 of its 8 experts".
"""

import re

from ingest.tokens import tokenize
from serve.support.units import in_figures

_ITS = "(?:its|the|their|these) "
_ALL = re.compile(rf"\ball (?:of )?(?:{_ITS})?(?P<whole>\d+) (?:of {_ITS})?(?P<what>\w+)", re.IGNORECASE)
_SOME = re.compile(rf"\b(?P<part>\d+) (?:out )?of (?:{_ITS})?(?P<whole>\d+) (?P<what>\w+)", re.IGNORECASE)


def only_some(question: str, statement: str) -> bool:
    """The question takes all of so many things for granted, and the statement says how many of as many."""
    asked = {(m["whole"], *tokenize(m["what"])) for m in _ALL.finditer(in_figures(question))}
    said = _SOME.finditer(in_figures(statement))
    return any((m["whole"], *tokenize(m["what"])) in asked for m in said if m["part"] != m["whole"])
