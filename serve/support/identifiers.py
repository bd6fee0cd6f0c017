"""The code check: an identifier of the claim stands in its evidence as it is spelled."""

import re
from collections.abc import Iterator

from serve.support.finding import Finding, missing

_SPELLED = re.compile(
    r"""
    (?<!`)`(?P<quoted>[^`\n]+)`(?!`)            # in backticks, whatever it is
    | https?://[^\s<>()"'`]+
    | (?<![\w/.])(?:~|\.{1,2})?/[\w.-]+(?:/[\w.-]+)+     # /usr/bin, ./run/it
    | (?<![\w-])--[a-z][\w-]*                   # --flag
    | (?<![\w.])[A-Za-z_]\w+(?:\.[A-Za-z_]\w+)+ # dotted.name, file.ext
    | \b_*[A-Za-z]\w*_\w+                       # snake_case
    | \b[a-z]+[0-9]*(?:[A-Z][a-z0-9]+)+\b       # camelCase
    | \b(?P<called>[A-Za-z_]\w*)\(\)            # fn()
    | (?<![\w.])v?\d+(?:\.\d+){2,}              # 3.11.2
    """,
    re.VERBOSE,
)
_TRAILING = ".,;:!?"


def identifiers(text: str) -> Iterator[str]:
    """What has to be found of each word that is spelled as a program's: `fit()` without its brackets."""
    for match in _SPELLED.finditer(text):
        spelled = match["quoted"] or match["called"] or match[0].rstrip(_TRAILING)
        yield " ".join(spelled.removesuffix("()").split())


def without_identifiers(text: str) -> str:
    """The same text, as long, with blanks in their places: what is left is prose."""
    return _SPELLED.sub(lambda m: " " * len(m[0]), text)


def code_findings(claim: str, evidence: str) -> Iterator[Finding]:
    """Identifiers of the claim that the evidence does not hold, be it with backticks or without."""
    plain = " ".join(evidence.replace("`", "").split())
    for spelled in dict.fromkeys(filter(None, identifiers(claim))):
        if not _stands_in(spelled, plain):
            yield missing("code", f"`{spelled}`")


def _stands_in(spelled: str, text: str) -> bool:
    """Letter for letter, but for the first: it is a capital where it begins a sentence."""
    first, rest = spelled[0], re.escape(spelled[1:])
    either = f"[{re.escape(first.lower() + first.upper())}]"
    return bool(re.search(rf"(?<!\w){either}{rest}(?!\w)", text))
