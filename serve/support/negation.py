"""The negation check: one of claim and evidence denies what the other affirms."""

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.query.wording import wording
from serve.support.finding import Finding
from serve.support.overlap import terms

_NEGATOR = re.compile(
    r"\b(?:no|not|never|without|none|nothing|nobody|neither|nor|cannot|(?:fails?|failed) to)\b|n['’]t\b",
    re.IGNORECASE,
)
_NO_DENIAL = wording(
    r"""
    not (?:only|just|merely|simply|solely|least|necessarily|to mention|surprisingly)
    not (?:all|every|always|each|entirely|exactly|quite|much|many)
    (?:no|not|n['’]t|nothing) (?:more|less|fewer|later|earlier|greater|higher|lower|better|other) than
    no (?:doubt|matter|wonder)
    (?:or|if|why|whether) not
    not (?:un|in|im|without)\w*
    nothing but
    no\.
    """,
    end="",
)
_OTHER_DENIAL = wording(
    r"""
    lack(?:s|ed|ing)?
    unable|absen\w+|avoid\w*|prevent\w*|fail\w*|skip\w*|omit\w*|remov\w+|eliminat\w+|ignor\w+|den(?:y|ies|ied)
    hardly|rarely|seldom|scarcely|barely|few|little|unlike|unlikely|impossible|only
    (?:instead|rather|other|except|free|independent) (?:than|of|for|from)
    except|unless|until|exclud\w+|wrong\w*|false
    """
)
"""Words that deny without a negator: with one of them on the affirming side nothing is certain."""
_CLAUSE_END = re.compile(
    r"[,;:.!?()]\s|[.!?]$|\s[-–—]+\s|\b(?:but|because|unless|until|except|while|although)\b"
)
SCOPE = 2
"""Content terms behind a negator that all have to stand on the other side."""


def negation_findings(claim: str, sentence: str) -> Iterator[Finding]:
    """`sentence` is the evidence's closest one."""
    if _denies(claim, sentence):
        yield Finding("negation", "the claim denies what the cited words affirm")
    if _denies(sentence, claim):
        yield Finding("negation", "the claim affirms what the cited words deny")


def _denies(one: str, other: str) -> bool:
    """One denies terms that the other only affirms, and does not affirm them itself elsewhere."""
    agreed = list(denials(other))
    denied = [set(scope) for scope in denials(one) if scope and scope not in agreed]
    return any(scope <= _affirmed(other) and not scope <= _affirmed(one) for scope in denied)


def denials(text: str) -> Iterator[tuple[str, ...]]:
    """The first content terms behind each negator, up to the end of its clause.

    Two negators in a clause cancel out, or deny each other in ways that no rule tells: none of them counts.
    """
    for clause in _clauses(text):
        matches = list(_NEGATOR.finditer(clause))
        if len(matches) == 1:
            yield terms(clause[matches[0].end() :])[:SCOPE]


def _affirmed(text: str) -> set[str]:
    """The terms of the clauses in which nothing is denied."""
    plain = [c for c in _clauses(text) if not _NEGATOR.search(c) and not _OTHER_DENIAL.search(c)]
    return set(terms(" ".join(plain)))


@lru_cache(maxsize=1024)
def _clauses(text: str) -> tuple[str, ...]:
    return tuple(_CLAUSE_END.split(_NO_DENIAL.sub(" ", text)))
