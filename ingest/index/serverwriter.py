"""Builds the next version on a Qdrant server: two collections beside those that serve.

What a killed build embedded lies in its unfinished collection, where the next one finds it.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ingest.abbreviations import definitions, most_frequent
from ingest.chunking import CHUNKER_VERSION
from ingest.index.amend import document_row
from ingest.index.change import Change
from ingest.index.connection import asked
from ingest.index.payload import CODES, decoded, payload_of
from ingest.index.postings import Postings, counted
from ingest.index.reader import IndexReader
from ingest.index.serverstore import DENSE, ServerPoint, create, sparse_rows, upsert
from ingest.index.servertexts import passage_payload, write_manifest, write_texts
from ingest.index.versions import SCHEMA_VERSION, Manifest
from ingest.index.writer import EMBED_BATCH, Built, content_hash, frequency
from ingest.models import Embedder
from ingest.models.late import Embedded, embed_for_index
from ingest.settings import Server
from ingest.tokens import tokenize
from ingest.types import Chunk, Document, DocumentId, Passage


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that the next version holds, document by document."""

    rows: Sequence[tuple[Any, ...]]
    documents: Mapping[DocumentId, Document]
    chunks: Sequence[Chunk]
    passages: Sequence[Passage]


def whole(change: Change, previous: IndexReader | None) -> Whole:
    """The previous version with the change applied."""
    touched = change.touched
    documents = {d.id: d for d in (previous.documents() if previous else ()) if d.id not in touched}
    kept = documents.keys()
    chunks = [c for c in (previous.catalogue.all_chunks() if previous else ()) if c.document in kept]
    passages = [p for p in (previous.catalogue.all_passages() if previous else ()) if p.document in kept]
    passages += change.passages
    by_document: dict[DocumentId, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document, []).append(passage)
    documents |= {d.id: d for d in change.documents}
    rows = [document_row(d, by_document.get(d.id, ())) for d in documents.values()]
    return Whole(rows, documents, [*chunks, *change.chunks], passages)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the next version goes: its number, and the collections that killed builds left."""

    client: Any
    server: Server
    number: int
    unfinished: Sequence[str]


def build_on_server(
    target: Target,
    change: Change,
    embedder: Embedder,
    previous: IndexReader | None,
    progress: Callable[[int, int], None],
) -> Built:
    """Fills the collections of a version; it does not serve yet."""
    client = target.client
    contents = whole(change, previous)
    content = content_hash(row[6] for row in sorted(contents.rows))
    name = f"v{target.number:04d}-{content[:8]}"
    collection = f"{target.server.index}.{name}"
    postings = counted([tokenize(p.indexed_text) for p in contents.passages])
    writer = _Writer(client, collection, contents, postings)
    vectors = {**_of(previous), **_left(client, target.unfinished)}
    create(client, collection, embedder.dimension, target.server)
    have = [o for o, p in enumerate(contents.passages) if p.id in vectors]
    writer.write(have, [vectors[contents.passages[o].id] for o in have])
    missing = [o for o, p in enumerate(contents.passages) if p.id not in vectors]
    writer.embed(missing, embedder, progress)
    write_texts(client, collection, contents.rows, contents.chunks)
    manifest = Manifest(
        schema=SCHEMA_VERSION,
        name=name,
        content=content,
        embedder=embedder.name,
        dimension=embedder.dimension,
        chunker=CHUNKER_VERSION,
        documents=len(contents.documents),
        chunks=len(contents.chunks),
        passages=len(contents.passages),
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        store="server",
        abbreviations=most_frequent(_definitions(contents)),
        frequency=frequency(previous, change),
    )
    holding = (postings.starts[1:] - postings.starts[:-1]).tolist()
    write_manifest(client, collection, manifest, postings.terms, holding)
    return Built(manifest, unchanged=False, embedded=len(missing))


class _Writer:
    """Writes a version's points."""

    def __init__(self, client: Any, collection: str, contents: Whole, postings: Postings) -> None:
        self._client = client
        self._collection = collection
        self._passages = contents.passages
        self._sparse = list(sparse_rows(postings))
        self._payloads = {
            d.id: payload_of(d.id, d.title, d.metadata, d.groups) for d in contents.documents.values()
        }

    def write(self, ordinals: Sequence[int], found: Sequence[Embedded]) -> None:
        upsert(self._client, self._collection, self._points(ordinals, found))

    def embed(
        self, ordinals: Sequence[int], embedder: Embedder, progress: Callable[[int, int], None]
    ) -> None:
        """Embeds and writes, like lengths together."""
        done = len(self._passages) - len(ordinals)
        progress(done, len(self._passages))
        ordered = sorted(ordinals, key=lambda o: len(self._passages[o].indexed_text))
        for start in range(0, len(ordered), EMBED_BATCH):
            batch = ordered[start : start + EMBED_BATCH]
            self.write(batch, embed_for_index(embedder, [self._passages[o] for o in batch]))
            progress(done + start + len(batch), len(self._passages))

    def _points(self, ordinals: Sequence[int], found: Sequence[Embedded]) -> Iterator[ServerPoint]:
        for ordinal, embedded in zip(ordinals, found, strict=True):
            passage = self._passages[ordinal]
            payload = {**self._payloads[passage.document], **passage_payload(passage)}
            yield ordinal, embedded, payload, self._sparse[ordinal]


def _of(previous: IndexReader | None) -> dict[str, Embedded]:
    """Passage id -> what the previous version holds of it."""
    if previous is None:
        return {}
    ids = [p.id for p in previous.catalogue.all_passages()]
    found: dict[str, Embedded] = {}
    for start in range(0, len(ids), EMBED_BATCH):
        batch = range(start, min(start + EMBED_BATCH, len(ids)))
        found |= dict(zip(ids[start : batch.stop], previous.embedded(batch), strict=True))
    return found


def _left(client: Any, unfinished: Sequence[str]) -> dict[str, Embedded]:
    """Passage id -> what builds that were killed embedded."""
    found: dict[str, Embedded] = {}
    for collection in unfinished:
        page = None
        while True:
            rows, page = asked(
                client.scroll,
                collection,
                limit=EMBED_BATCH,
                offset=page,
                with_payload=["passage", CODES],
                with_vectors=[DENSE],
            )
            for r in rows:
                vector = np.array(r.vector[DENSE], np.float32)
                found[r.payload["passage"][0]] = Embedded(vector, decoded(r.payload))
            if page is None:
                break
    return found


def _definitions(contents: Whole) -> Iterator[tuple[str, str]]:
    for document in contents.documents.values():
        yield from definitions(document.text)
