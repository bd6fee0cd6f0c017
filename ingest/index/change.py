"""What the next index version holds otherwise than the one before, and where its passages stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.types import Chunk, Document, DocumentId, Passage


@dataclass(frozen=True, slots=True)
class Change:
    """Documents to add, or to put in the place of those with their ids, all cut up; and ids to drop."""

    documents: Sequence[Document] = ()
    chunks: Sequence[Chunk] = ()
    passages: Sequence[Passage] = ()
    removed: Collection[DocumentId] = ()

    @property
    def touched(self) -> set[DocumentId]:
        """Every document of the version before that this one does not hold as it was."""
        return {*(d.id for d in self.documents), *self.removed}


@dataclass(frozen=True, slots=True)
class Layout:
    """`source[o]` is the ordinal that passage o had in the version before, -1 for a new passage.

    New passages stand in the order of `Change.passages`. Almost all passages keep their ordinal, so
    that the stores have little to write.
    """

    source: NDArray[np.int64]
    before: int

    @property
    def fresh(self) -> NDArray[np.int64]:
        """The ordinals of the new passages."""
        return np.flatnonzero(self.source < 0)

    @property
    def kept(self) -> NDArray[np.int64]:
        """The ordinals of the passages that the version before holds."""
        return np.flatnonzero(self.source >= 0)

    @property
    def written(self) -> NDArray[np.int64]:
        """The ordinals under which the version before holds nothing, or another passage."""
        return np.flatnonzero(self.source != np.arange(len(self.source)))


def layout(before: int, freed: Sequence[int], new: int) -> Layout:
    """The ordinals after `freed` ones went and `new` passages came.

    New passages fill the gaps, then follow the last; gaps that are left are filled from the end.
    """
    source = list(range(before))
    gaps = sorted(freed)
    for ordinal in gaps[:new]:
        source[ordinal] = -1
    source += [-1] * (new - len(gaps))
    open_gaps = set(gaps[new:])
    for gap in gaps[new:]:
        while source and len(source) - 1 in open_gaps:
            open_gaps.discard(len(source) - 1)
            source.pop()
        if gap >= len(source):
            break
        source[gap] = source.pop()
        open_gaps.discard(gap)
    return Layout(np.array(source, np.int64), before)
