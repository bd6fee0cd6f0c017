"""Where vectors live without a server: Qdrant's engine in this process.

Points are numbered like the passages of their index version, from 0; the payload holds what
searches filter on.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import RagError, StorageProblem, damaged
from ingest.index.payload import DATES, KEYWORDS, Filter
from ingest.index.sparse import copy_tree

Vector = NDArray[np.float32]
Point = tuple[int, Vector, Mapping[str, Any]]
"""Ordinal, unit vector float32[dimension], payload (`ingest.index.payload`)."""
BATCH = 500


class EdgeStore:
    """Qdrant's engine in this process, searched exactly.

    Without a write-ahead log the engine takes no lock, so any number of processes can open the
    same finished version (docs/adr/0002-store.md).
    """

    def __init__(self, folder: Path) -> None:
        import qdrant_edge

        self._engine: Any = qdrant_edge
        try:
            self._shard = qdrant_edge.EdgeShard.load(str(folder))
        except Exception as error:  # the engine raises plain Exception
            raise _unopened(folder, error) from error

    @classmethod
    def build(cls, folder: Path, dimension: int, points: Iterable[Point]) -> None:
        """Writes a new shard; raises StorageProblem where the disk is full."""
        import qdrant_edge as engine

        vectors = engine.EdgeVectorParams(size=dimension, distance=engine.Distance.Dot)
        config = engine.EdgeConfig(vectors=vectors, wal_enabled=False)
        folder.mkdir()
        with _written(folder, lambda: engine.EdgeShard.create(str(folder), config)) as shard:
            for names, kind in ((KEYWORDS, "Keyword"), (DATES, "Datetime")):
                for name in names:
                    schema = getattr(engine.PayloadSchemaType, kind)
                    shard.update(engine.UpdateOperation.create_field_index(name, schema))
            _upsert(shard, points)

    @classmethod
    def amend(cls, folder: Path, before: Path, points: Iterable[Point], gone: range) -> None:
        """Writes the shard `before`, without the points of `gone` and with `points` put in.

        Raises StorageProblem where the disk is full.
        """
        import qdrant_edge as engine

        copy_tree(before, folder)
        with _written(folder, lambda: engine.EdgeShard.load(str(folder))) as shard:
            if gone:
                shard.update(engine.UpdateOperation.delete_points(list(gone)))
            _upsert(shard, points)

    def search(
        self, vector: Vector, limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> list[tuple[int, float]]:
        """The nearest (ordinal, cosine) that the groups may see and the filters allow, nearest first."""
        e = self._engine
        request = e.SearchRequest(
            query=e.Query.Nearest(vector.tolist()),
            limit=limit,
            filter=self._filter(groups, filters),
            params=e.SearchParams(exact=True),
        )
        return [(int(p.id), float(p.score)) for p in self._shard.search(request)]

    def matching(self, groups: Sequence[str], filters: Sequence[Filter]) -> list[int]:
        """Every ordinal that the groups may see and the filters allow."""
        allowed = self._filter(groups, filters)
        request = self._engine.ScrollRequest(
            limit=self._shard.info().points_count or 1, filter=allowed, with_payload=False, with_vector=False
        )
        return [int(record.id) for record in self._shard.scroll(request)[0]]

    def _filter(self, groups: Sequence[str], filters: Sequence[Filter]) -> Any:
        e = self._engine
        must = [e.FieldCondition("groups", e.MatchAny(list(groups)))]
        for f in filters:
            if f.values:
                must.append(e.FieldCondition(f.key, e.MatchAny(list(f.values))))
            else:
                days = e.RangeDateTime(gte=f.since or None, lte=f.until or None)
                must.append(e.FieldCondition(f.key, range=days))
        return e.Filter(must=must)

    def vectors(self, ordinals: Sequence[int]) -> NDArray[np.float32]:
        """float32[n, dimension] in the order asked for."""
        found = {r.id: r.vector for r in self._shard.retrieve(list(ordinals), False, True)}
        return np.array([found[o] for o in ordinals], np.float32)

    def close(self) -> None:
        """Releases the files."""
        self._shard.close()


@contextmanager
def _written(folder: Path, opened: Callable[[], Any]) -> Iterator[Any]:
    """A shard to write into, left so that any number of readers can open it."""
    import qdrant_edge as engine

    try:
        shard = opened()
        yield shard
        shard.flush()
        shard.close()
        # The first opening plays the engine's journals back and deletes them. Done here, readers
        # can open the version at once, and none changes it.
        engine.EdgeShard.load(str(folder)).close()
    except RagError:
        raise
    except Exception as error:  # the engine raises plain Exception
        raise StorageProblem(f"cannot write the vectors: {error}; the index before is intact") from error


def _upsert(shard: Any, points: Iterable[Point]) -> None:
    import qdrant_edge as engine

    for batch in batches(points):
        rows = [engine.Point(o, v.tolist(), dict(payload)) for o, v, payload in batch]
        shard.update(engine.UpdateOperation.upsert_points(rows))


def _unopened(folder: Path, error: Exception) -> RagError:
    """The engine writes a little whenever it opens: a disk that is full or read-only is not damage."""
    if re.search(r"os error (13|28|30|122)\b", str(error)):
        return StorageProblem(
            f"the engine cannot write in {folder} ({error}); the index is intact, but opening it "
            "takes a writable folder and a little space"
        )
    return damaged(error)


def batches(points: Iterable[Point]) -> Iterator[list[Point]]:
    """The points by BATCH at a time."""
    rest = iter(points)
    while batch := list(islice(rest, BATCH)):
        yield batch
