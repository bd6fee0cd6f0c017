"""Units of measure in their usual spellings, and number words written as figures."""

import re

_TABLE = """
time 1e-9 ns nanosecond nanoseconds
time 1e-6 us µs μs microsecond microseconds
time 1e-3 ms msec millisecond milliseconds
time 1 s sec secs second seconds
time 60 min mins minute minutes
time 3600 h hr hrs hour hours
time 86400 day days
time 604800 week weeks
months 1 month months
months 12 year years yr yrs
months 120 decade decades
months 1200 century centuries
bytes 1 byte bytes
bytes 1e3 kb kib kilobyte kilobytes
bytes 1e6 mb mib megabyte megabytes
bytes 1e9 gb gib gigabyte gigabytes
bytes 1e12 tb tib terabyte terabytes
bytes 1e15 pb pib petabyte petabytes
bits 1 bit bits
bits/s 1e3 kbps
bits/s 1e6 mbps
bits/s 1e9 gbps
share 0.01 % percent per_cent pct percentage_point percentage_points
times 1 x × times fold
length 1e-3 mm millimeter millimeters millimetre millimetres
length 1e-2 cm centimeter centimeters centimetre centimetres
length 1 meter meters metre metres
length 1e3 km kilometer kilometers kilometre kilometres
length 0.3048 ft foot feet
length 1609.344 mile miles
mass 1e-3 mg milligram milligrams
mass 1 g gram grams
mass 1e3 kg kilogram kilograms
mass 453.6 lb lbs pound pounds
celsius 1 °c ℃ degrees_celsius
fahrenheit 1 °f degrees_fahrenheit
frequency 1 hz hertz
frequency 1e3 khz kilohertz
frequency 1e6 mhz megahertz
frequency 1e9 ghz gigahertz
dollars 1 $ usd dollar dollars
euros 1 € eur euro euros
sterling 1 £ gbp
"""
UNITS: dict[str, tuple[str, float]] = {
    spelling.replace("_", " "): (measure, float(size))
    for measure, size, *spellings in (line.split() for line in _TABLE.split("\n") if line)
    for spelling in spellings
}
"""Spelling, lower case -> (what it measures, how many of the measure's base unit)."""
MAGNITUDES = {
    "hundred": 1e2,
    **dict.fromkeys(("k", "thousand"), 1e3),
    **dict.fromkeys(("M", "mn", "million"), 1e6),
    **dict.fromkeys(("b", "bn", "billion"), 1e9),
    **dict.fromkeys(("t", "tn", "trillion"), 1e12),
}
"""`M` only as a capital: a small one may be metres or minutes."""

_UP_TO_NINETEEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_FROM_TWENTY = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL, _TENS = _UP_TO_NINETEEN.split(), _FROM_TWENTY.split()
_VALUES = {**{w: i for i, w in enumerate(_SMALL)}, **{w: 20 + 10 * i for i, w in enumerate(_TENS)}}
_ONES = "|".join(_SMALL[1:10])
_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(_TENS)})[\s-](?:{_ONES})|{'|'.join(sorted(_VALUES, key=len, reverse=True))})"
)
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?:(?:{_ONES}|an?)\s+hundred(?:\s+(?:and\s+)?{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"
    r"(?![\w’'])(?!-(?:first|second|third|\w+th)\b|\s\w+ties\b)",
    re.IGNORECASE,
)
_IDIOMS = [
    (re.compile(form, re.IGNORECASE), figure)
    for form, figure in (
        (r"\bhalf an? (?=hundred|thousand|million|billion|trillion)", "0.5 "),
        (r"\ban? (?=thousand|million|billion|trillion)", "1 "),
        (r"\ba dozen\b", "12"),
        (r"\b(?:twice|doubl(?:e[sd]?|ing))\b(?!-)", "2 times"),
        (r"\b(two|three|four|five|six|seven|eight|nine|ten|hundred)fold\b", r"\1 fold"),
        (r"\b(?:thrice|tripl(?:e[sd]?|ing))\b(?!-)", "3 times"),
        (r"(?<!-)\bhalf\b(?!-|\s(?-i:[A-Z]))(?<!\band a half)|\bhalv(?:e[sd]?|ing)\b", "0.5"),
    )
]
_AND_A_HALF = re.compile(r"(?<=\d) and a half\b")


def in_figures(text: str) -> str:
    """The text with its number words as figures: "twenty-three" -> "23", "twice" -> "2 times".

    "one" alone stays, since it is mostly a pronoun or an article.
    """
    for form, figure in _IDIOMS:
        text = form.sub(figure, text)
    return _AND_A_HALF.sub(".5", _IN_WORDS.sub(lambda m: _figure(m[0]), text))


def _figure(spelled: str) -> str:
    words = [w for w in re.split(r"[\s-]+", spelled.casefold()) if w != "and"]
    if words in (["one"], ["zero"]):
        return spelled
    value = 0
    for word in words:
        value = value * 100 if word == "hundred" else value + _VALUES.get(word, 1)
    return str(value)
