"""Street addresses: a house number beside a word for a street, or after the word address."""

import re
from collections.abc import Iterator

_STREET = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|square|sq|boulevard|blvd|place|pl|terrace|way|crescent"
    r"|parkway|pkwy|highway|hwy|bypass|pass|alley|close)\b\.?"
)
_WORD = r"[^\W\d_][^\W\d_'’.-]*"
_UNIT = r"(?:,?\s+(?:apt|apartment|suite|unit|flat|floor)\.?\s*#?\w+)?"
_NUMBER_FIRST = re.compile(
    rf"(?<![\w.])\d{{1,5}}[a-z]?(?:\s+\d{{1,4}})?\s+(?:{_WORD}\s+){{1,4}}{_STREET}{_UNIT}", re.IGNORECASE
)
_NAMED = re.compile(
    rf"(?<!\w)(?:rue|via|avenida|avenue|calle|rua|ul\.|ulica|strada|plaza|place|chemin|piazza)\s+(?:{_WORD}\s+){{1,4}}\d{{1,4}}[a-z]?\b{_UNIT}",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    r"(?<!\w)[^\W\d_]{3,}(?:straße|strasse|gasse|weg|platz|gatan|vägen|vej|gade|veien|straat|laan|plein|katu|tie)\s+\d{1,4}[a-z]?\b"
    + _UNIT,
    re.IGNORECASE,
)
_BOX = re.compile(r"\b(?:P\.?\s?O\.?\s?box|PSC \d+, box|unit \d+ box)\s+\d+", re.IGNORECASE)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what is worded as an address, which may overlap."""
    if any(map(str.isdigit, text)):
        for pattern in (_NUMBER_FIRST, _NAMED, _COMPOUND, _BOX):
            yield from (m.span() for m in pattern.finditer(text))
