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
    """`text[start:end] == quote`, the promise of every citation; a redacted one has no quote."""
    if citation.redacted:
        return not citation.quote
    return text_of(citation.document)[citation.start : citation.end] == citation.quote


def words_hold(sentence: Sentence, citations: Sequence[Citation]) -> bool:
    """Every word of the sentence is a word of what it cites."""
    return bool(sentence.citations) and not _uncited(sentence, citations)


def supported(sentence: Sentence, citations: Sequence[Citation], text_of: TextOf) -> bool:
    """Both checks for one sentence of an extractive answer, and that every number it cites exists."""
    return not objection(sentence, citations, text_of)


def objection(sentence: Sentence, citations: Sequence[Citation], text_of: TextOf) -> str:
    """Why the sentence is not supported, for a person; nothing where it is."""
    if not sentence.citations:
        return "it cites nothing"
    mine = {c.number: c for c in citations if c.number in sentence.citations}
    for number in sentence.citations:
        if number not in mine:
            return f"its mark [{number}] leads to no citation"
        if not spans_hold(mine[number], text_of):
            return f"its citation is not what stands in {mine[number].document} at that place"
    if words := _uncited(sentence, list(mine.values())):
        return "its citations do not hold " + ", ".join(f"“{w}”" for w in words)
    return ""


def _uncited(sentence: Sentence, citations: Sequence[Citation]) -> list[str]:
    """Words of the sentence that are no words of what it cites, each once, in order."""
    cited = {w for c in citations if c.number in sentence.citations for w in _WORD.findall(c.quote)}
    return [w for w in dict.fromkeys(_WORD.findall(sentence.text)) if w not in cited]
