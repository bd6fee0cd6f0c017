"""Figures of a text with what they count: "1.5 million", "10%", "three layers", "5-10 ms"."""

import math
import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from ingest.tokens import tokenize
from serve.support.units import MAGNITUDES, UNITS, in_figures

_SPELLINGS = "|".join(re.escape(s).replace(r"\ ", r"\s+") for s in sorted(UNITS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"""
    (?<![\w.])(?<![A-Za-z]-)                                # GPT-4 and v1.5 are names
    (?P<money>[$€£]\s?)?
    (?P<figure>(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)
    (?:[eE](?P<exponent>[-+]?\d+)|\^(?P<power>\d+))?
    (?!\d|\.\d|(?:st|nd|rd|th)\b)
    (?:[\s-]?(?P<magnitude>M|(?i:k|b|t|bn|mn|tn|hundred|thousand|million|billion|trillion))(?!\w))?
    (?:[\s-]?(?P<unit>(?i:{_SPELLINGS}))(?!\w))?
    """,
    re.VERBOSE,
)
_RANGE = re.compile(r"\s?(?:[-–—~]|\bto\b)\s?")
BEFORE = 24
"""Characters before a figure in which "more than" or "about" stand."""
_NOUN = re.compile(r"[\s-]([^\W\d_]{3,})")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text` as written (number words as figures) and its value.

    `unit`, or the stem of the `noun` that is counted, where there is one; `before` ends where it begins.
    `ranged`: it is an end of a range.
    """

    text: str
    value: float
    unit: str = ""
    noun: str = ""
    before: str = field(default="", compare=False)
    ranged: bool = field(default=False, compare=False)

    @property
    def measured(self) -> tuple[str, float]:
        """What it measures, and how much of it in the base unit."""
        measure, size = UNITS.get(self.unit, ("", 1.0))
        return measure, self.value * size


def quantities(text: str) -> list[Quantity]:
    """In order. The first figure of a range has the second's magnitude and unit: "5-10 ms"."""
    text = in_figures(text)
    matches = list(_QUANTITY.finditer(text))
    found: list[Quantity] = []
    behind = False
    for match, after in zip_longest(matches, matches[1:]):
        begins = bool(after and _is_bare(match) and _RANGE.fullmatch(text[match.end() : after.start()]))
        quantity = _read(text, match, after if begins else match)
        found.append(replace(quantity, ranged=begins or behind))
        behind = begins
    return found


def _is_bare(match: re.Match[str]) -> bool:
    return not (match["magnitude"] or match["unit"] or match["money"])


def _read(text: str, match: re.Match[str], measure: re.Match[str]) -> Quantity:
    """The figure of `match` with the magnitude, unit and noun of `measure`."""
    value = _power(float(f"{match['figure'].replace(',', '')}e{match['exponent'] or 0}"), match["power"])
    magnitude = measure["magnitude"] or ""
    value *= MAGNITUDES.get(magnitude, MAGNITUDES.get(magnitude.casefold(), 1.0))
    unit = " ".join((measure["unit"] or measure["money"] or match["money"] or "").casefold().split())
    noun = _NOUN.match(text, measure.end())
    stem = next(iter(tokenize(noun[1])), "") if noun and not unit else ""
    return Quantity(match[0].strip(), value, unit, stem, text[max(0, match.start() - BEFORE) : match.start()])


def _power(base: float, exponent: str | None) -> float:
    """10^6; what no float holds is infinite."""
    if not exponent or not base:
        return base
    return base ** int(exponent) if math.log10(base) * int(exponent) < 300 else math.inf


def same(one: Quantity, other: Quantity, tolerance: float = 1e-6) -> bool:
    """Equal values of the same measure, or equal as they stand where one of them has no unit."""
    (measure, size), (other_measure, other_size) = one.measured, other.measured
    if measure == other_measure and math.isclose(size, other_size, rel_tol=tolerance):
        return True
    bare = not (measure and other_measure)
    return bare and (
        math.isclose(one.value, other.value, rel_tol=tolerance)
        or math.isclose(size, other_size, rel_tol=tolerance)
    )
