"""Instructions to the model that stand in a document: words that are neither shown to it nor cited.

Only what is said outright is known: an order to drop earlier instructions, to take on a role, or to reply
in a certain way. A document that quotes such words, as one on prompt injection does, is left alone.
"""

import re

from ingest.types import Document
from retrieval.query.wording import wording

_EARLIER = r"(?: all)?(?: of)?(?: the| your| any| my)? (?:previous|prior|earlier|above|preceding|foregoing)"
_IMPERATIVES = wording(
    rf"""
    (?:ignore|disregard|forget|override){_EARLIER} (?:\w+ )?(?:instructions?|prompts?|rules?|messages?)
    (?:ignore|disregard|forget|override)(?: all)?(?: of)? (?:your|the) (?:system prompt|instructions)
    """,
    start=r"(?:^|[.!?:;,\n]\s*|\b(?:please|now|then|and|must|should|just)\s+)",
)
"""At a sentence's beginning: a guide may speak of attempts to override the system prompt."""
_ORDERS = wording(
    r"""
    (?:from now on|henceforth),? you (?:are|will|must|shall)
    you are now (?:an?|the|in)
    (?:new|updated|real|actual) (?:system )?instructions?(?: for (?:the )?(?:assistant|model|ai|agent))?(?=:)
    (?:assistant|language model|chatbot|llm) (?:must|has to) (?:now |always |only )?(?:reply|respond|answer)
    (?:do not|don't|never) (?:tell|reveal|mention|show)(?: this| it)?(?: to)? the user
    """
)
_QUOTED = re.compile(r"[\"“«'‘`][^\"”»'’`\n]{0,200}[\"”»'’`]")

Span = tuple[int, int]


def orders(text: str) -> bool:
    """The words tell a model what to do, outside quotation marks."""
    said = _QUOTED.sub(" ", text)
    return bool(_IMPERATIVES.search(said) or _ORDERS.search(said))


def withheld(document: Document, start: int, end: int) -> tuple[Span, ...]:
    """The blocks of `document.text[start:end]` that order a model about."""
    return tuple(
        (max(b.start, start), min(b.end, end))
        for b in document.blocks
        if b.start < end and b.end > start and orders(document.text[b.start : b.end])
    )
