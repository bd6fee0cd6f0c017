"""The date check: years, months and days of the claim are in its evidence, however they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from serve.support.finding import Finding, missing

_IN_ORDER = "January February March April May June July August September October November December"
_MONTHS = _IN_ORDER.split()
_MONTH = rf"(?:{'|'.join(f'{m}|{m[:3]}' for m in _MONTHS)}|Sept)\b\.?"
_DAY = r"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20[0-3]\d)(?![\w%]|[.,]\d|-[a-z])"
_FORMS = [
    re.compile(form)
    for form in (
        r"\b(?P<year>\d{4})-(?P<number>\d\d)(?:-(?P<day>\d\d))?\b",
        rf"{_DAY}(?:\s+of)?\s+(?P<month>{_MONTH})(?:\s?,?\s+{_YEAR})?",
        rf"\b(?P<month>{_MONTH})\s+{_DAY}\b(?:\s?,?\s+{_YEAR})?",
        rf"\b(?P<month>{_MONTH}),?(?:\s+of)?\s+{_YEAR}",
        rf"(?<=[a-z,]\s)(?P<month>{'|'.join(_MONTHS)})\b",
        r"\b(?P<decade>1[5-9]\d|20[0-3])0['’]?s\b",
        # A figure with a plural behind it counts something: "2000 examples" are no year.
        rf"(?<![A-Za-z\d.,$€£_])(?<![A-Za-z]-){_YEAR}(?!\s(?!was\b|is\b|has\b|as\b|its\b)[a-z]+s\b)",
    )
]
_ANY_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Date:
    """A point in time as far as the text names it; `decade` is its first three figures."""

    start: int
    end: int
    text: str
    year: str = ""
    month: int = 0
    day: int = 0
    decade: str = ""


@lru_cache(maxsize=1024)
def dates(text: str) -> tuple[Date, ...]:
    """Every date, the fullest form of each place."""
    found: list[Date] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if all(match.end() <= d.start or match.start() >= d.end for d in found):
                found.append(_date(match))
    return tuple(found)


def _date(match: re.Match[str]) -> Date:
    parts = match.groupdict()
    name = (parts.get("month") or "")[:3]
    month = 1 + [m[:3] for m in _MONTHS].index(name) if name else int(parts.get("number") or 0)
    day, year, decade = int(parts.get("day") or 0), parts.get("year") or "", parts.get("decade") or ""
    return Date(match.start(), match.end(), match[0].strip(), year, month, day, decade)


def without_dates(text: str) -> str:
    """The same text, as long, with blanks in their places."""
    for date in dates(text):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text


def date_findings(claim: str, evidence: str) -> Iterator[Finding]:
    """Dates of the claim of which the evidence lacks the year, the month or the day of the month."""
    claimed = dates(claim)
    if not claimed:
        return
    known = dates(evidence)
    years = {*_ANY_YEAR.findall(evidence), *(d.year for d in known), ""}
    decades = {y[:3] for y in years} | {d.decade for d in known}
    months = {d.month for d in known} | {0}
    days = {(d.month, d.day) for d in known}
    for date in claimed:
        held = date.year in years and date.decade in decades and date.month in months
        if not held or (date.day and (date.month, date.day) not in days):
            yield missing("date", f"the date {date.text}")
