"""What the model is given to read of what was found, and which passages of it are left out.

Only the prompt is shortened: sentences are checked against the whole evidence, and may cite what was left
out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.index import IndexReader
from ingest.index.vectors import Vector
from ingest.types import Document, Passage
from retrieval.types import Hit, Retrieval
from serve.generate.context import Evidence, Ranges, gather, within_bounds


@dataclass(frozen=True, slots=True)
class Reading:
    """The chunks around the best passages, as many as `tokens` hold.

    With a `margin`, passages that are further from the question than that are not given to the model.
    """

    index: IndexReader
    tokens_of: Callable[[str], int]
    tokens: int
    margin: float | None = None
    out_of_bounds: Callable[[Document], Ranges] = within_bounds

    def of(self, found: Retrieval) -> tuple[Evidence, ...]:
        """Best first."""
        hits, index = _hits(found), self.index
        evidence = gather(hits, index.chunk, index.document, self.tokens_of, self.tokens, self.out_of_bounds)
        if self.margin is None:
            return evidence
        return compressed(evidence, hits, found.whole.embedding, index, self.margin)


def compressed(
    evidence: Sequence[Evidence], hits: Sequence[Hit], question: Vector, index: IndexReader, margin: float
) -> tuple[Evidence, ...]:
    """The evidence without the passages whose cosine lies more than `margin` below the best one's.

    What was found stays, whatever its cosine.
    """
    found = {h.passage.id for h in hits}
    inside = [
        (ordinal, passage)
        for ordinal, passage in index.catalogue.passages_of({e.document.id for e in evidence})
        if any(_holds(e, passage) for e in evidence)
    ]
    if not inside:
        return tuple(evidence)
    cosines = index.vectors([ordinal for ordinal, _ in inside]) @ question
    least = max(cosines) - margin
    kept = [p for (_, p), c in zip(inside, cosines, strict=True) if c >= least or p.id in found]
    far = [p for (_, p), c in zip(inside, cosines, strict=True) if c < least and p.id not in found]
    return tuple(replace(e, left_out=_ranges(e, far, kept)) for e in evidence)


def _holds(evidence: Evidence, passage: Passage) -> bool:
    return passage.document == evidence.document.id and evidence.start <= passage.start < evidence.end


def _ranges(evidence: Evidence, far: Sequence[Passage], kept: Sequence[Passage]) -> Ranges:
    """Of the far passages, the ranges that no kept one shares, in order; neighbours make one."""
    out: list[tuple[int, int]] = []
    stays = [(p.start, p.end) for p in kept if _holds(evidence, p)]
    for passage in sorted((p for p in far if _holds(evidence, p)), key=lambda p: p.start):
        start, end = passage.start, min(passage.end, evidence.end)
        if any(a < end and start < b for a, b in stays):
            continue
        if out and not evidence.document.text[out[-1][1] : start].strip():
            start = out.pop()[0]
        out.append((start, end))
    return tuple(out)


def _hits(found: Retrieval) -> Sequence[Hit]:
    """The whole question's, and by turns those of its parts, which one side alone would crowd out."""
    parts = [part.hits for part in found.parts]
    by_turns = [hits[i] for i in range(max(map(len, parts), default=0)) for hits in parts if i < len(hits)]
    return [*by_turns, *found.whole.hits] if parts else found.whole.hits
