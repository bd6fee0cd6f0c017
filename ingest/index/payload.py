"""What searches filter on: a passage's groups, and what is known of its document."""

import re
from base64 import b64decode, b64encode
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ingest.errors import BadQuestion

KEYWORDS = ("groups", "title", "format", "language", "author", "path")
DATES = ("created", "modified")
CODES = "codes"
"""Of a passage's tokens and pieces (`ingest.models.late`), in base64: nothing filters on them."""
_FILTER = re.compile(r"\s*(\w+)\s*(>=|<=|=)\s*(.*\S)\s*$", re.DOTALL)
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on `key`: one of `values`, or a day from `since` to `until` (YYYY-MM-DD, both included)."""

    key: str
    values: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


def payload_of(
    identity: object, title: str, metadata: Mapping[str, Any], groups: Sequence[str]
) -> dict[str, Any]:
    """A point's payload: `groups` always, the others where the document says them, in lower case.

    `path` holds the file and every folder above it, as it was given and as the document's id has it, so
    that the beginning of a path is a keyword; dates are days.
    """
    payload: dict[str, Any] = {"groups": list(groups)}
    said = {"title": title, **{key: metadata.get(key) for key in ("format", "language", "author")}}
    for key, value in said.items():
        payload[key] = [_keyword(v) for v in _texts(value)]
    for key in DATES:
        payload[key] = [day for v in _texts(metadata.get(key)) if (day := _day(v, last=False))]
    paths = [path for v in (metadata.get("source"), identity) for path in _texts(v)]
    payload["path"] = sorted({part for path in paths for part in _beginnings(path)})
    return {key: value for key, value in payload.items() if value or key == "groups"}


def encoded(codes: bytes) -> dict[str, str]:
    """The codes as a part of a point's payload."""
    return {CODES: b64encode(codes).decode()} if codes else {}


def decoded(payload: Mapping[str, Any] | None) -> bytes:
    """The codes of a point's payload; b"" where it has none."""
    return b64decode((payload or {}).get(CODES, ""))


def parse_filters(texts: Iterable[str]) -> tuple[Filter, ...]:
    """`KEY=VALUE`, and for days also `KEY>=DAY` and `KEY<=DAY`; raises BadQuestion.

    Values of one key are alternatives, days narrow each other, and different keys all have to hold.
    """
    found: dict[str, Filter] = {}
    for text in texts:
        match = _FILTER.match(text)
        known = (*KEYWORDS[1:], *DATES)
        if not match or match[1] not in known:
            raise BadQuestion(f"no filter: {text!r}; give KEY=VALUE, where KEY is one of {', '.join(known)}")
        key, operator, value = match.groups()
        before = found.get(key, Filter(key))
        found[key] = _narrowed(before, operator, value) if key in DATES else _widened(before, operator, value)
    return tuple(found.values())


def _widened(before: Filter, operator: str, value: str) -> Filter:
    if operator != "=":
        raise BadQuestion(f"{before.key} is no date: give {before.key}={value}")
    wanted = str(PurePosixPath(value)) if before.key == "path" else value
    return Filter(before.key, (*before.values, _keyword(wanted)))


def _narrowed(before: Filter, operator: str, value: str) -> Filter:
    first, last = _day(value, last=False), _day(value, last=True)
    if not first:
        raise BadQuestion(f"{value!r} is no date: give {before.key}{operator}2026, 2026-05 or 2026-05-31")
    since = max(before.since, first) if operator != "<=" else before.since
    until = min(before.until or last, last) if operator != ">=" else before.until
    return Filter(before.key, since=since, until=until)


def _day(text: str, last: bool) -> str:
    """YYYY-MM-DD of what begins like a date, a year's or month's first or last day; "" for anything else."""
    match = _DATE.match(text.strip())
    if not match:
        return ""
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    day = int(match[3] or (monthrange(year, month)[1] if last else 1)) if year else 0
    return f"{year:04d}-{month:02d}-{day:02d}" if year and day <= monthrange(year, month)[1] else ""


def _texts(value: Any) -> Iterator[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return (str(v) for v in values if isinstance(v, str | int) and not isinstance(v, bool) and str(v).strip())


def _keyword(value: str) -> str:
    return " ".join(value.casefold().split())


def _beginnings(path: str) -> list[str]:
    whole = PurePosixPath(path)
    return [_keyword(str(part)) for part in (whole, *whole.parents) if str(part) != "."]
