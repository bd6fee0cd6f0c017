"""What searches filter on: a passage's groups, and what is known of its document."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

KEYWORDS = ("groups", "title", "format", "language", "author", "path")
DATES = ("created", "modified")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$")


def payload_of(title: str, metadata: Mapping[str, Any], groups: Sequence[str]) -> dict[str, Any]:
    """A point's payload: `groups` always, the others where the document says them."""
    payload: dict[str, Any] = {"groups": list(groups)}
    known = {"title": title, "path": metadata.get("source"), **{k: metadata.get(k) for k in _SAID}}
    for name, value in known.items():
        texts = [str(v) for v in (value if isinstance(value, list) else [value]) if isinstance(v, str | int)]
        if name in DATES:
            texts = [text for text in texts if _DATE.match(text)]
        if any(texts):
            payload[name] = texts
    return payload


_SAID = ("format", "language", "author", *DATES)
