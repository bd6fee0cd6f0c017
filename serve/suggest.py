"""Questions that the material does answer, for somebody whose question it does not."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from ingest.parsers.questions import is_question
from ingest.sections import Section, sections
from ingest.types import Document, DocumentId
from retrieval.types import Hit

SUGGESTIONS = 3
_NUMBER = re.compile(
    r"(?:q(?:ues(?:tion)?)?\s*[.#]?\s*)?\d{1,4}(?:\.\d{1,3})*\s*[:.)\]–—-]+\s*|q\s*:\s*", re.I
)


def suggestions(
    question: str, hits: Sequence[Hit], document: Callable[[DocumentId], Document], most: int = SUGGESTIONS
) -> list[str]:
    """At most so many, nearest first; from the hits' documents alone, which the asker may see.

    A heading that is a question and has text below it is answered there. Where there are too few of them,
    questions are made of the other headings.
    """
    near = [s for hit in hits for s in _around(document(hit.passage.document), hit)]
    headings = dict.fromkeys(_asked(s.path[-1]) for s in near if s.path and s.blocks)
    asked = [h for h in headings if is_question(h)]
    made = (f"What does the material say about {h}?" for h in headings if not is_question(h))
    others = (q for q in (*asked, *made) if q.casefold() != question.casefold())
    return list(islice(others, most))


def _around(document: Document, hit: Hit) -> Iterator[Section]:
    """The document's sections, the hit's own first, then by distance."""
    found = sections(document)
    return iter(sorted(found, key=lambda s: _distance(s, hit.passage.start)))


def _distance(section: Section, place: int) -> int:
    return max(section.start - place, place - section.end, 0)


def _asked(heading: str) -> str:
    """A heading without the number that a study guide gives its questions."""
    return _NUMBER.sub("", heading, count=1) if _NUMBER.match(heading) else heading
