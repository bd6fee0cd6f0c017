"""Characters that nobody types: controls, order marks that turn text round, letters without a shape."""

import re
import unicodedata
from collections.abc import Iterator

from serve.guard.types import Decision, Span

_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_NO_WIDTH = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u180e\u2061-\u2064]")
_ALLOWED_CONTROLS = "\t\n\r"
MANY = 3
"""Characters without width that are no accident of copying."""


def characters(text: str, longest: int) -> Decision:
    """Blocks what is too long or holds controls or invisible tags; flags what nobody sees as it stands."""
    spans = tuple(_spans(text))
    kinds = {s.kind for s in spans}
    if len(text) > longest:
        reason = f"it has {len(text):,} characters, at most {longest:,} are read"
        return Decision("characters", "block", reason, 1.0, (Span("length", longest, len(text)),))
    if kinds & {"control", "tag"}:
        return Decision("characters", "block", "it holds control characters or invisible tags", 1.0, spans)
    if "direction" in kinds or sum(s.kind == "no width" for s in spans) >= MANY:
        return Decision("characters", "flag", "it holds characters that nobody sees", 0.5, spans)
    return Decision("characters", "allow")


def _spans(text: str) -> Iterator[Span]:
    if text.isascii() and text.isprintable():
        return
    for kind, pattern in (("tag", _TAGS), ("direction", _TURNS), ("no width", _NO_WIDTH)):
        yield from (Span(kind, *m.span()) for m in pattern.finditer(text))
    for place, char in enumerate(text):
        if char not in _ALLOWED_CONTROLS and unicodedata.category(char) in ("Cc", "Cs"):
            yield Span("control", place, place + 1)
