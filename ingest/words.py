"""The words of a text as people spell them, for mending typing errors in questions."""

import re

SHORTEST = 4
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


def words(text: str) -> list[str]:
    """Lower-case words of at least SHORTEST letters, in order, with repetitions."""
    return _WORD.findall(text.casefold())
