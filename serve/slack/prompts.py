"""Questions that the material answers, for somebody who has not asked yet."""

from collections.abc import Iterable, Iterator
from itertools import islice

from ingest.parsers.questions import is_question
from ingest.types import EVERYONE, Document

PROMPTS = 4
"""As many as the assistant pane shows."""


def prompts_of(documents: Iterable[Document]) -> list[str]:
    """A heading that is a question from each of the first documents that have one and that all may see."""
    asked = (next(_questions(d), "") for d in documents if EVERYONE in d.groups)
    return list(islice((q for q in asked if q), PROMPTS))


def _questions(document: Document) -> Iterator[str]:
    headings = (document.text[b.start : b.end] for b in document.blocks if b.kind == "heading")
    return (h for h in headings if is_question(h))
