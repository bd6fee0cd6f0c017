"""Keys, tokens and passwords in text: told by their form, or by the word before them."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from ingest.guard.personal import Personal, apart

SECRET = "SECRET"  # noqa: S105 - the name of the kind
_FORMS = re.compile(
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:.*?-----END (?:[A-Z]+ )*PRIVATE KEY-----|.*)"
    r"|(?<![\w-])(?:sk|pk|rk)[-_](?:(?:live|test|proj|ant|or|svcacct)[-_])?[A-Za-z0-9_-]{16,}"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bgithub_pat_\w{30,}\b|\bglpat-[\w-]{16,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bAIza[\w-]{30,}|\bhf_[A-Za-z0-9]{20,}\b|\bnpm_[A-Za-z0-9]{30,}\b"
    r"|\bpypi-[\w-]{40,}|\bSG\.[\w-]{16,}\.[\w-]{16,}"
    r"|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"
    r"|\bhttps://hooks\.slack\.com/services/[\w/]{20,}",
    re.DOTALL,
)
_NAMED = re.compile(
    r"(?:api[_ -]?key|secret(?:[_ -]?key)?|access[_ -]?key|(?:access|auth|bearer|refresh)[_ -]?token"
    r"|passw(?:or)?d|pwd|client[_ -]?secret)"
    r"[\"']?\s*(?:=|:|\bis\b)\s*[\"']?([^\s\"',;]{8,})",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\bBearer\s+([\w.~+/-]{20,}=*)")
_IN_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:([^\s/@]{3,})@")
_PLACEHOLDER = re.compile(
    r"(?i)your|example|xxx|<|\{|\$|\.\.\.|…|\*\*\*|changeme|placeholder|dummy|environ|getenv|token|secret|password"
)
LEAST_BITS = 2.6
"""Of a value named as a secret, in bits a character: a word has less, a generated key more."""


def secrets(text: str) -> list[Personal]:
    """Spans of what should be in no answer and no log, in order; placeholders of examples are none."""
    return apart(_found(text))


def _found(text: str) -> Iterator[Personal]:
    yield from (Personal(SECRET, *m.span()) for m in _FORMS.finditer(text) if not _dull(m[0]))
    for pattern in (_NAMED, _BEARER, _IN_URL):
        for match in pattern.finditer(text):
            value = match[1].rstrip(".)]}`")
            if not _PLACEHOLDER.search(value) and (pattern is _IN_URL or _generated(value)):
                yield Personal(SECRET, match.start(1), match.start(1) + len(value))


def _generated(value: str) -> bool:
    """Letters together with digits or signs, and no word."""
    mixed = bool(re.search(r"[A-Za-z]", value)) and bool(re.search(r"[\d!@#$%^&*]", value))
    return mixed and _bits(value) >= LEAST_BITS


def _dull(value: str) -> bool:
    """sk-xxxxxxxxxxxxxxxx is how documentation shows the form."""
    return len(value) < 200 and _bits(value[-16:]) < 2


def _bits(value: str) -> float:
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())
