"""Which language model writes: an easy question is the cheap one's, by a rule that was measured.

Easy is what the documents answer by themselves. That shows before a word is written: the question asks one
thing, and one section holds its evidence (docs/routing-figures.md).
"""

from dataclasses import dataclass

from retrieval.types import Retrieval
from serve.generate.write import Writer


@dataclass(frozen=True, slots=True)
class Writers:
    """The model that writes, and where there is one, the `cheap` one for questions of at least `lead`."""

    main: Writer
    cheap: Writer | None = None
    lead: float = 1.0

    def cheap_for(self, found: Retrieval) -> Writer | None:
        """The cheap one if this is its question."""
        return self.cheap if lead_of(found) >= self.lead else None


def lead_of(found: Retrieval) -> float:
    """How far the best passage's probability lies above that of the best one of another section.

    Below 0, which no question of one part has, where it has several or nothing was found.
    """
    hits = found.whole.hits
    if found.parts or not hits:
        return -1.0
    best = hits[0].passage
    others = [h for h in hits if (h.passage.document, h.passage.section) != (best.document, best.section)]
    return hits[0].score - max((h.score for h in others), default=0.0)
