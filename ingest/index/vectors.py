"""Where vectors live without a server: Qdrant's engine in this process.

Points are numbered like the passages of their index version, from 0; the payload holds what
searches filter on.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import RagError, StorageProblem, damaged
from ingest.index.payload import CODES, DATES, KEYWORDS, Filter, decoded, encoded
from ingest.index.sparse import copy_tree
from ingest.models.late import Embedded

Vector = NDArray[np.float32]
Point = tuple[int, Embedded, Mapping[str, Any]]
"""Ordinal, vector and codes, payload (`ingest.index.payload`)."""
BATCH = 500


class EdgeStore:
    """Qdrant's engine in this process, searched exactly.

    Without a write-ahead log the engine takes no lock, so any number of processes can open the
    same finished version (docs/adr/0002-store.md).
    """

    def __init__(self, folder: Path, late: bool = False) -> None:
        """Raises IndexMismatch where it is damaged; `late`: opened when it is first asked, by one thread."""
        self._folder = folder
        if not late:
            self._shard  # noqa: B018 - opens it

    @cached_property
    def _shard(self) -> Any:
        return _loaded(self._folder)

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
        with _written(folder, lambda: _loaded(folder)) as shard:
            if gone:
                shard.update(engine.UpdateOperation.delete_points(list(gone)))
            _upsert(shard, points)

    def search(
        self, vector: Vector, limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> list[tuple[int, float]]:
        """The nearest (ordinal, cosine) that the groups may see and the filters allow, nearest first."""
        import qdrant_edge as e

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
        import qdrant_edge as e

        request = e.ScrollRequest(
            limit=self._shard.info().points_count or 1, filter=allowed, with_payload=False, with_vector=False
        )
        return [int(record.id) for record in self._shard.scroll(request)[0]]

    @staticmethod
    def _filter(groups: Sequence[str], filters: Sequence[Filter]) -> Any:
        import qdrant_edge as e

        must: list[Any] = [e.FieldCondition("groups", e.MatchAny(list(groups)))]
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

    def codes(self, ordinals: Sequence[int]) -> list[bytes]:
        """Each one's codes (`ingest.models.late.joined`), in the order asked for."""
        found = {r.id: decoded(r.payload) for r in self._shard.retrieve(list(ordinals), [CODES], False)}
        return [found[o] for o in ordinals]

    def close(self) -> None:
        """Releases the files, where they were opened at all."""
        if "_shard" in self.__dict__:
            self._shard.close()


def _loaded(folder: Path) -> Any:
    import qdrant_edge

    try:
        return qdrant_edge.EdgeShard.load(str(folder))
    except Exception as error:  # the engine raises plain Exception
        raise _unopened(folder, error) from error


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
        rows = [
            engine.Point(o, e.vector.tolist(), {**payload, **encoded(e.codes)}) for o, e, payload in batch
        ]
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
