"""The words of a text as people spell them, for mending typing errors in questions."""

import re

SHORTEST = 4
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
_COMPOUND = re.compile(rf"(?<![\w-])[^\W\d_]{{{SHORTEST},}}-[^\W\d_]{{{SHORTEST},}}(?![\w-])")


def words(text: str) -> list[str]:
    """Lower-case words of at least SHORTEST letters, with repetitions; hyphenated ones whole as well."""
    folded = text.casefold()
    return _WORD.findall(folded) + _COMPOUND.findall(folded)
