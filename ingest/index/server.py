"""A Qdrant server or cluster in the vector store's place, through qdrant-client."""

import atexit
import warnings
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import SettingsProblem, StorageProblem, damaged
from ingest.index.payload import DATES, KEYWORDS, Filter
from ingest.index.vectors import Point, Vector, batches


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
            for names, kind in ((KEYWORDS, "keyword"), (DATES, "datetime")):
                for name in names:
                    _asked(client.create_payload_index, collection, name, models.PayloadSchemaType(kind))
        for batch in batches(points):
            rows = [
                models.PointStruct(id=o, vector=v.tolist(), payload=dict(payload)) for o, v, payload in batch
            ]
            _asked(client.upsert, collection, rows, wait=True)

    def search(
        self, vector: Vector, limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> list[tuple[int, float]]:
        """See `VectorStore.search`."""
        from qdrant_client import models

        found = _asked(
            self._client.query_points,
            self._collection,
            query=vector.tolist(),
            limit=limit,
            query_filter=_filter(groups, filters),
            search_params=None if _is_local(self._client) else models.SearchParams(exact=True),
            with_payload=False,
        )
        return [(int(p.id), float(p.score)) for p in found.points]

    def matching(self, groups: Sequence[str], filters: Sequence[Filter]) -> list[int]:
        """See `VectorStore.matching`."""
        found: list[int] = []
        page = None
        while True:
            records, page = _asked(
                self._client.scroll,
                self._collection,
                scroll_filter=_filter(groups, filters),
                limit=10_000,
                offset=page,
                with_payload=False,
            )
            found += [int(r.id) for r in records]
            if page is None:
                return found

    def vectors(self, ordinals: Sequence[int]) -> NDArray[np.float32]:
        """See `VectorStore.vectors`."""
        rows = _asked(self._client.retrieve, self._collection, list(ordinals), False, True)
        found = {r.id: r.vector for r in rows}
        return np.array([found[o] for o in ordinals], np.float32)

    def close(self) -> None:
        """The client belongs to whoever made it."""


def _filter(groups: Sequence[str], filters: Sequence[Filter]) -> Any:
    from qdrant_client import models

    must: list[Any] = [models.FieldCondition(key="groups", match=models.MatchAny(any=list(groups)))]
    for f in filters:
        if f.values:
            must.append(models.FieldCondition(key=f.key, match=models.MatchAny(any=list(f.values))))
        else:
            days = models.DatetimeRange(gte=_day(f.since), lte=_day(f.until))
            must.append(models.FieldCondition(key=f.key, range=days))
    return models.Filter(must=must)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


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
