"""The order check: two facts exchanged, or cause and effect, in words that are otherwise the same."""

import re
from collections.abc import Iterator, Sequence

from serve.support.finding import Finding
from serve.support.overlap import terms

_LINK = re.compile(
    r",? (?:because(?! of)|since|so that|leads? to|led to|causes?|caused|results? in|resulted in|requires?|"
    r"triggers?|implies|precedes?|follows|before|after|instead of|rather than|depends? on|is part of) "
)
_JOINS = re.compile(r"(?:\s|,|/|\band\b|\bor\b|\bversus\b|\bvs\b\.?|\bwith\b)*", re.IGNORECASE)
LEAST = 4
"""Terms that both hold: with fewer, an order says little."""


def order_findings(claim: str, sentence: str) -> Iterator[Finding]:
    """`sentence` is the evidence's closest one."""
    if pair := _exchanged(claim, sentence):
        yield Finding("order", f"the claim exchanges {pair[0]} and {pair[1]}")
    elif _turned(claim, sentence):
        yield Finding("order", "the claim turns round what the cited words put in this order")


def _exchanged(claim: str, sentence: str) -> tuple[str, str] | None:
    """The two terms that stand in each other's place, all others being where they were."""
    said, there = _shared(claim, sentence), _shared(sentence, claim)
    if len(said) != len(there) or len(said) < LEAST:
        return None
    differ = [i for i, (a, b) in enumerate(zip(said, there, strict=True)) if a != b]
    if len(differ) != 2 or _listed(said[differ[0]], said[differ[1]], sentence):
        return None
    return said[differ[0]], said[differ[1]]


def _shared(text: str, other: str) -> Sequence[str]:
    """The terms of one text that the other holds as well, each where it stands first."""
    return list(dict.fromkeys(t for t in terms(text) if t in terms(other)))


def _listed(one: str, two: str, text: str) -> bool:
    """Nothing but "and", "or" or a comma stands between the two: a list has no order."""
    places = [re.search(rf"\b{re.escape(stem)}\w*", text, re.IGNORECASE) for stem in (one, two)]
    if not all(places):
        return True
    first, second = sorted((m for m in places if m), key=lambda m: m.start())
    return bool(_JOINS.fullmatch(text[first.end() : second.start()]))


def _turned(claim: str, sentence: str) -> bool:
    """The same link joins the same two sides, the other way round."""
    said, there = _sides(claim), _sides(sentence)
    if not said or not there or said[1] != there[1]:
        return False
    straight = _alike(said[0], there[0]) + _alike(said[2], there[2])
    crossed = _alike(said[0], there[2]) + _alike(said[2], there[0])
    return crossed > 1.0 and crossed > straight + 0.5


def _sides(text: str) -> tuple[set[str], str, set[str]] | None:
    """The terms before the first link, the link, the terms behind it."""
    match = _LINK.search(text)
    if not match:
        return None
    link = match[0].strip(" ,").split()[0].rstrip("sd")
    return set(terms(text[: match.start()])), link, set(terms(text[match.end() :]))


def _alike(one: set[str], two: set[str]) -> float:
    return len(one & two) / max(1, len(one | two))
