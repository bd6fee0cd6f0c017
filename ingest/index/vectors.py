"""Where vectors live: Qdrant in process (qdrant-edge) or a Qdrant server, behind one Protocol.

Points are numbered like the passages of their index version, from 0; the payload holds what
searches filter on.
"""

import atexit
import re
import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import RagError, SettingsProblem, StorageProblem, damaged
from ingest.index.payload import DATES, KEYWORDS

Vector = NDArray[np.float32]
Point = tuple[int, Vector, Mapping[str, Any]]
"""Ordinal, unit vector float32[dimension], payload (`ingest.index.payload`)."""
BATCH = 500


class VectorStore(Protocol):
    """One version's vectors, read only once built."""

    def search(self, vector: Vector, limit: int, groups: Sequence[str]) -> list[tuple[int, float]]:
        """The nearest (ordinal, cosine) that any of the groups may see, nearest first."""
        ...

    def vectors(self, ordinals: Sequence[int]) -> NDArray[np.float32]:
        """float32[n, dimension] in the order asked for."""
        ...

    def close(self) -> None:
        """Releases what the store holds."""
        ...


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

        shutil.copytree(before, folder)
        with _written(folder, lambda: engine.EdgeShard.load(str(folder))) as shard:
            if gone:
                shard.update(engine.UpdateOperation.delete_points(list(gone)))
            _upsert(shard, points)

    def search(self, vector: Vector, limit: int, groups: Sequence[str]) -> list[tuple[int, float]]:
        """See `VectorStore.search`."""
        e = self._engine
        request = e.SearchRequest(
            query=e.Query.Nearest(vector.tolist()),
            limit=limit,
            filter=e.Filter(must=[e.FieldCondition("groups", e.MatchAny(list(groups)))]),
            params=e.SearchParams(exact=True),
        )
        return [(int(p.id), float(p.score)) for p in self._shard.search(request)]

    def vectors(self, ordinals: Sequence[int]) -> NDArray[np.float32]:
        """See `VectorStore.vectors`."""
        found = {r.id: r.vector for r in self._shard.retrieve(list(ordinals), False, True)}
        return np.array([found[o] for o in ordinals], np.float32)

    def close(self) -> None:
        """See `VectorStore.close`."""
        self._shard.close()


class ServerStore:
    """A Qdrant server or cluster through qdrant-client; a version is a collection."""

    def __init__(self, client: Any, collection: str) -> None:
        self._client = client
        self._collection = collection
        if not _asked(client.collection_exists, collection):
            raise damaged(f"the Qdrant server has no collection {collection}")

    @classmethod
    def build(cls, client: Any, collection: str, dimension: int, points: Iterable[Point]) -> None:
        """Makes the collection anew and fills it; raises StorageProblem where the server fails."""
        from qdrant_client import models

        _asked(client.delete_collection, collection)
        size = models.VectorParams(size=dimension, distance=models.Distance.DOT)
        _asked(client.create_collection, collection, vectors_config=size)
        if not _is_local(client):
            _asked(client.create_payload_index, collection, "groups", models.PayloadSchemaType.KEYWORD)
        for batch in _batches(points):
            rows = [
                models.PointStruct(id=o, vector=v.tolist(), payload=dict(payload)) for o, v, payload in batch
            ]
            _asked(client.upsert, collection, rows, wait=True)

    def search(self, vector: Vector, limit: int, groups: Sequence[str]) -> list[tuple[int, float]]:
        """See `VectorStore.search`."""
        from qdrant_client import models

        allowed = models.FieldCondition(key="groups", match=models.MatchAny(any=list(groups)))
        found = _asked(
            self._client.query_points,
            self._collection,
            query=vector.tolist(),
            limit=limit,
            query_filter=models.Filter(must=[allowed]),
            search_params=None if _is_local(self._client) else models.SearchParams(exact=True),
            with_payload=False,
        )
        return [(int(p.id), float(p.score)) for p in found.points]

    def vectors(self, ordinals: Sequence[int]) -> NDArray[np.float32]:
        """See `VectorStore.vectors`."""
        rows = _asked(self._client.retrieve, self._collection, list(ordinals), False, True)
        found = {r.id: r.vector for r in rows}
        return np.array([found[o] for o in ordinals], np.float32)

    def close(self) -> None:
        """The client belongs to whoever made it."""


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

    for batch in _batches(points):
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


def connect(url: str, api_key: str) -> Any:
    """A qdrant-client for `url`; `path:FOLDER` is its local mode. Raises SettingsProblem for no address."""
    from qdrant_client import QdrantClient

    if url.startswith("path:"):
        return _local(url.removeprefix("path:"))
    with warnings.catch_warnings():
        # A server on this machine is asked with a key and without TLS (docker-compose.yml).
        warnings.filterwarnings("ignore", "Api key is used with an insecure connection")
        try:
            # The check asks from a thread of its own, and warns of what the first call reports properly.
            return QdrantClient(url=url, api_key=api_key or None, timeout=30, check_compatibility=False)
        except ValueError as error:
            example = "give one such as http://127.0.0.1:6333"
            raise SettingsProblem(f"RAG_QDRANT_URL {url!r} is no address ({error}): {example}") from error


@cache
def _local(folder: str) -> Any:
    """One client a folder: it locks the folder, and an ingest reads one version while it writes the next."""
    from qdrant_client import QdrantClient

    client = _asked(QdrantClient, path=folder)
    atexit.register(client.close)  # it cannot close itself once Python is shutting down
    return client


def _is_local(client: Any) -> bool:
    """The local mode is exact and has no payload indexes; it warns where it is asked for either."""
    return bool(client.init_options.get("path"))


def _asked(call: Any, *args: Any, **kwargs: Any) -> Any:
    """A server call whose failures are ours to name."""
    try:
        return call(*args, **kwargs)
    except Exception as error:  # qdrant-client lets several libraries' errors through
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise StorageProblem(
            f"the Qdrant server at RAG_QDRANT_URL does not answer as expected: {reason}"
        ) from error


def _batches(points: Iterable[Point]) -> Iterator[list[Point]]:
    rest = iter(points)
    while batch := list(islice(rest, BATCH)):
        yield batch
