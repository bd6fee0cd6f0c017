"""Fills the vector store of the version that is being built: old vectors, and new ones from the journal."""

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ingest.errors import StorageProblem
from ingest.index.catalogue import Catalogue
from ingest.index.change import Layout
from ingest.index.journal import Journal
from ingest.index.reader import IndexReader
from ingest.index.vectors import EdgeStore, Point

BATCH = 256
ENGINE_BYTES = 80_000_000
"""What the engine's files take at most while they hold next to nothing."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Where the next version's vectors come from."""

    catalogue: Catalogue
    places: Layout
    previous: IndexReader | None
    held: Mapping[str, int]
    journal: Journal

    def points(self, ordinals: Sequence[int]) -> Iterator[Point]:
        """The points of these ordinals."""
        payload = cache(self.catalogue.payload)
        for start in range(0, len(ordinals), BATCH):
            batch = ordinals[start : start + BATCH]
            passages = self.catalogue.passages(batch)
            stood = [
                int(s) if (s := self.places.source[o]) >= 0 else self.held.get(p.id)
                for o, p in zip(batch, passages, strict=True)
            ]
            old = [o for o in stood if o is not None]
            taken = dict(zip(old, self.previous.embedded(old), strict=True)) if self.previous and old else {}
            for ordinal, passage, before in zip(batch, passages, stood, strict=True):
                found = self.journal.get(passage.id) if before is None else taken[before]
                if found is None:
                    raise StorageProblem(
                        "the journal of vectors was removed while it was in use: ingest again"
                    )
                yield ordinal, found, payload(passage.document)


def write_vectors(
    building: Path,
    before: Path | None,
    dimension: int,
    vectors: Vectors,
    thorough: bool,
) -> None:
    """Writes the store of a version; raises StorageProblem, OSError where the disk is full."""
    count = len(vectors.places.source)
    written = vectors.places.written.tolist()
    _refuse_little_space(building, count * dimension)
    # Points that are put in place of others leave gaps in the files: a large change fills new ones.
    if before is None or thorough or not (before / "vectors").exists() or len(written) > count / 2:
        EdgeStore.build(building / "vectors", dimension, vectors.points(range(count)))
    else:
        gone = range(count, vectors.places.before)
        EdgeStore.amend(building / "vectors", before / "vectors", vectors.points(written), gone)


def _refuse_little_space(folder: Path, numbers: int) -> None:
    """The engine writes through memory maps: where the disk fills up under them, the process is killed."""
    if shutil.disk_usage(folder).free < ENGINE_BYTES + 2 * np.dtype(np.float32).itemsize * numbers:
        raise OSError(errno.ENOSPC, "too little space for the vectors")
