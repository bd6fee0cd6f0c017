"""What a question takes to be changed and the material says stays as it is.

"How does pruning change the layers?" - "Pruning removes weights and leaves the layers as they are."
"""

import re

from ingest.tokens import tokenize

_CHANGE = (
    r"(?:adjust|affect|alter|chang|degrad|distort|impair|modif|overwrit|replac|rewrit|touch|updat)"
    r"(?:e|es|ed|ing|s|y|ies|ied|ying)?"
)
_ASKED = re.compile(
    rf"\b(?:does|do|did|can|will|would)\s+(?P<who>[^?,;]+?)\s+{_CHANGE}\s+(?P<what>[^?,;]+)", re.I
)
_KEPT = (
    r"(?:as (?:it|they) (?:is|are|was|were)|alone|constant|fixed|frozen|identical|intact|the same|unchanged"
    r"|untouched)"
)
_SAME = re.compile(
    rf"\b(?:without|not|never)\s+{_CHANGE}\s+(?P<denied>[^.;,]+)"
    rf"|(?P<stays>[^.;,]+?)\s+(?:is|are|remains?|stays?|kept)\s+(?:\w+\s+)?{_KEPT}\b"
    rf"|\b(?:leaves?|keeps?)\s+(?P<left>[^.;,]+?)\s+{_KEPT}\b"
    r"|\b(?:freezes?|keeps? the same|leaves? unchanged)\s+(?P<frozen>[^.;,]+)",
    re.I,
)
REACH = 4
"""Words of what is changed, or stays as it is, that are looked at."""


def left_as_it_is(question: str, statement: str, context: str = "") -> bool:
    """The statement speaks of who the question says changes something, and says that this stays the same.

    `context`: what it stands under, which may name them.
    """
    asked = _ASKED.search(question)
    if not asked or not set(tokenize(asked["who"])) <= set(tokenize(f"{context}\n{statement}")):
        return False
    changed = set(tokenize(" ".join(asked["what"].split()[:REACH])))
    return any(changed & _kept(match) for match in _SAME.finditer(statement))


def _kept(match: re.Match[str]) -> set[str]:
    words = (match["denied"] or match["left"] or match["frozen"] or "").split()[:REACH]
    return set(tokenize(" ".join(words or (match["stays"] or "").split()[-REACH:])))
