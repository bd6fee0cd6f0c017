"""The citation check: a sentence is shown only if its words stand in the spans that it cites.

For an extractive answer this is exact: every citation equals its span of the stored text, and
every word of the sentence occurs in its citations. Whatever fails is dropped before it is shown.
"""

import re
from collections.abc import Callable, Sequence

from ingest.types import DocumentId
from serve.types import Citation, Sentence

TextOf = Callable[[DocumentId], str]
_WORD = re.compile(r"\w+")


def spans_hold(citation: Citation, text_of: TextOf) -> bool:
    """`text[start:end] == quote`, the promise of every citation."""
    return text_of(citation.document)[citation.start : citation.end] == citation.quote


def words_hold(sentence: Sentence, citations: Sequence[Citation]) -> bool:
    """Every word of the sentence is a word of what it cites."""
    cited = {w for c in citations if c.number in sentence.citations for w in _WORD.findall(c.quote)}
    return bool(sentence.citations) and set(_WORD.findall(sentence.text)) <= cited


def supported(sentence: Sentence, citations: Sequence[Citation], text_of: TextOf) -> bool:
    """Both checks for one sentence of an extractive answer, and that every number it cites exists."""
    mine = [c for c in citations if c.number in sentence.citations]
    resolved = {c.number for c in mine} == set(sentence.citations)
    return resolved and all(spans_hold(c, text_of) for c in mine) and words_hold(sentence, mine)
