"""The evidence judged by the passage that holds the name of what is asked about, before it is refused.

A passage of many things may share little with a question but the name of one of them, so that by its
cosine and the cross-encoder's logit it lies behind passages that lack the name. Its confidence is
calibrated as any other's.
"""

from collections.abc import Callable, Sequence, Set

from ingest.tokens import tokenize
from retrieval.types import Hit


def holder_first(hits: Sequence[Hit], names: Set[str], idf: Callable[[str], float]) -> Sequence[Hit]:
    """The hits, the one first that holds most of the names (indexed terms), rare ones weighing more.

    As they are where none holds any.
    """

    def held(hit: Hit) -> float:
        return sum(idf(term) for term in names & set(tokenize(hit.passage.indexed_text)))

    best = max(hits, key=held, default=None)
    if best is None or not held(best):
        return hits
    return [best, *(h for h in hits if h is not best)]
