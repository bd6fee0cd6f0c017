"""Dense vectors and BM25 side by side in one collection of a Qdrant server: written and searched.

Postings weigh what BM25 weighs but for the idf, which the server's modifier adds: both have
ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import damaged
from ingest.index.bm25 import idf
from ingest.index.connection import asked, is_local
from ingest.index.payload import CODES, DATES, KEYWORDS, Filter, decoded, encoded
from ingest.index.postings import Postings, term_weights
from ingest.index.reader import Ranked
from ingest.index.vectors import Vector
from ingest.models.late import Embedded
from ingest.settings import Server

Sparse = tuple[Sequence[int], Sequence[float]]
"""Term numbers and their weights."""
ServerPoint = tuple[int, Embedded, Mapping[str, Any], Sparse]
"""Ordinal, vector and codes, payload, BM25 weights."""
BATCH = 200
DENSE, LEXICAL = "dense", "bm25"


class Terms:
    """The vocabulary of a version: a term's number, and how rare it is (`ingest.index.reader.Weights`)."""

    def __init__(self, terms: Sequence[str], holding: Sequence[int], passages: int) -> None:
        self.numbers = {term: number for number, term in enumerate(terms)}
        self._holding = holding
        self._passages = passages

    def idf(self, term: str) -> float:
        """See `Weights.idf`."""
        holding = self.passages_with(term)
        return idf(self._passages, holding) if holding else 0.0

    def passages_with(self, term: str) -> int:
        """See `Weights.passages_with`."""
        number = self.numbers.get(term)
        return 0 if number is None else self._holding[number]

    @property
    def unseen_idf(self) -> float:
        """See `Weights.unseen_idf`."""
        return idf(self._passages, 0)

    def query(self, words: Sequence[str]) -> Sparse:
        """The known terms of a query; repeated ones count repeatedly."""
        counts: dict[int, float] = {}
        for word in words:
            if word in self.numbers:
                counts[self.numbers[word]] = counts.get(self.numbers[word], 0.0) + 1.0
        return list(counts), list(counts.values())


class ServerFinder:
    """Searches one collection; see `ingest.index.reader.Finder`."""

    def __init__(self, client: Any, collection: str, terms: Terms) -> None:
        self._client = client
        self._collection = collection
        self._terms = terms
        if not asked(client.collection_exists, collection):
            raise damaged(f"the Qdrant server has no collection {collection}")

    def dense(
        self, vector: Vector, limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> Ranked:
        """See `Finder.dense`."""
        return self._ranked([self._dense(vector, limit, groups, filters)])[0]

    def lexical(
        self, terms: Sequence[str], limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> Ranked:
        """See `Finder.lexical`."""
        known = self._terms.query(terms)
        found = self._ranked([self._lexical(known, limit, groups, filters)]) if known[0] else [[]]
        return _matching(found[0])

    def both(
        self,
        vector: Vector,
        terms: Sequence[str],
        limit: int,
        groups: Sequence[str],
        filters: Sequence[Filter] = (),
    ) -> tuple[Ranked, Ranked]:
        """See `Finder.both`; one request."""
        known = self._terms.query(terms)
        requests = [self._dense(vector, limit, groups, filters)]
        if known[0]:
            requests.append(self._lexical(known, limit, groups, filters))
        found = self._ranked(requests)
        return found[0], _matching(found[1]) if known[0] else []

    def vectors(self, ordinals: Sequence[int]) -> NDArray[np.float32]:
        """See `Finder.vectors`."""
        rows = asked(self._client.retrieve, self._collection, list(ordinals), False, [DENSE])
        found = {r.id: r.vector[DENSE] for r in rows}
        return np.array([found[o] for o in ordinals], np.float32)

    def codes(self, ordinals: Sequence[int]) -> list[bytes]:
        """See `Finder.codes`."""
        rows = asked(self._client.retrieve, self._collection, list(ordinals), [CODES])
        found = {r.id: decoded(r.payload) for r in rows}
        return [found[o] for o in ordinals]

    def _dense(self, vector: Vector, limit: int, groups: Sequence[str], filters: Sequence[Filter]) -> Any:
        from qdrant_client import models

        return models.QueryRequest(
            query=vector.tolist(),
            using=DENSE,
            limit=limit,
            filter=_filter(groups, filters),
            params=None if is_local(self._client) else models.SearchParams(exact=True),
        )

    @staticmethod
    def _lexical(known: Sparse, limit: int, groups: Sequence[str], filters: Sequence[Filter]) -> Any:
        from qdrant_client import models

        indices, values = known
        query = models.SparseVector(indices=list(indices), values=list(values))
        return models.QueryRequest(query=query, using=LEXICAL, limit=limit, filter=_filter(groups, filters))

    def _ranked(self, requests: Sequence[Any]) -> list[Ranked]:
        """Ties by ordinal, as in the other store."""
        found = asked(self._client.query_batch_points, self._collection, requests)
        lists = [[(int(p.id), float(p.score)) for p in one.points] for one in found]
        return [sorted(one, key=lambda hit: (-hit[1], hit[0])) for one in lists]


def _matching(ranked: Ranked) -> Ranked:
    """Without what matches no term, which has no score."""
    return [hit for hit in ranked if hit[1] > 0]


def create(client: Any, collection: str, dimension: int, server: Server) -> None:
    """Makes the collection of a version anew, with its payload indexes."""
    from qdrant_client import models

    asked(client.delete_collection, collection)
    asked(
        client.create_collection,
        collection,
        vectors_config={DENSE: models.VectorParams(size=dimension, distance=models.Distance.DOT)},
        sparse_vectors_config={LEXICAL: models.SparseVectorParams(modifier=models.Modifier.IDF)},
        shard_number=server.shards,
        replication_factor=server.replicas,
    )
    if not is_local(client):
        for names, kind in (((*KEYWORDS, "document"), "keyword"), (DATES, "datetime")):
            for name in names:
                asked(client.create_payload_index, collection, name, models.PayloadSchemaType(kind))


def upsert(client: Any, collection: str, points: Iterable[ServerPoint]) -> None:
    """Writes points; raises StorageProblem where the server fails."""
    from qdrant_client import models

    rest = iter(points)
    while batch := list(islice(rest, BATCH)):
        rows = [
            models.PointStruct(
                id=ordinal,
                vector={
                    DENSE: found.vector.tolist(),
                    LEXICAL: models.SparseVector(indices=list(i), values=list(w)),
                },
                payload={**payload, **encoded(found.codes)},
            )
            for ordinal, found, payload, (i, w) in batch
        ]
        asked(client.upsert, collection, rows, wait=True)


def sparse_rows(postings: Postings) -> Iterator[Sparse]:
    """Each passage's terms with their weights, in ordinal order."""
    columns = np.repeat(np.arange(len(postings.terms)), np.diff(postings.starts))
    weights = term_weights(postings)
    order = np.argsort(postings.rows, kind="stable")
    ends = np.cumsum(np.bincount(postings.rows, minlength=len(postings.lengths)))
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        here = order[start:end]
        yield columns[here].tolist(), weights[here].tolist()


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
