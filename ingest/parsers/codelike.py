"""Whether lines of a plain text are code."""

import re
from collections.abc import Sequence

_SIGNS = re.compile(
    r"""\s*(?:
        [{\[]\s*(?:["'{\[].*)?[}\]]?,?$ | .*[;{}]$ | .*\)\s*[:{]$ | [}\])]+[,;]?$
      | (?:def|class)\s+\w+.*:$ | import\s+\w[\w.]*(?:\s+as\s+\w+)?$ | from\s+[\w.]+\s+import\s
      | return\s+\S*[\[({.].*$ | (?:for|if|elif|while|with|try|except|else)\b.*:$ | @\w+ | \#include\b
      | (?:const|let|var|function)\s+\w+\s*[=(] | "[\w-]+":\s | </?[a-z][^>]*>$
      | (?:SELECT|INSERT\ INTO|CREATE\ TABLE|UPDATE|DELETE\ FROM|FROM|WHERE|GROUP\ BY|ORDER\ BY|JOIN)\s
      | (?:\$|>>>|\.\.\.)\s+\S | (?:sudo|docker|kubectl|pip|npm|git|curl|python3?)\s+[a-z-]
      | [A-Za-z_][\w.\[\]"']*\s*(?:[-+*/|]?=|:=)\s*\S | [\w.]+\([^()]*(?:\([^()]*\)[^()]*)*\)$
    )""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"\s*(?:#|//|--\s|/\*|\*/?\s)")
_SENTENCE = re.compile(r"^\s*[A-Z][a-z]+(?: [\w'-]+[,:]?){5,}[.;:]$")


def looks_like_code(lines: Sequence[str]) -> bool:
    """Most lines that are not comments look like statements, data or commands."""
    told = [line for line in lines if line.strip() and not _COMMENT.match(line)]
    if not told or any(_SENTENCE.match(line) for line in told):
        return False
    signs = sum(1 for line in told if _SIGNS.match(line))
    if len(lines) == 1:
        return signs == 1 and bool(re.match(r"\s*(?:\$ |>>> |[{\[]\s*[\"'{\[])|\s{4,}\S|.*\);$", lines[0]))
    return signs >= len(told) * 0.6
