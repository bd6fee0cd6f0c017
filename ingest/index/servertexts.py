"""Documents, chunks and passages as payloads on a Qdrant server: nothing of them on this machine's disk."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from operator import itemgetter
from typing import Any

from ingest.errors import IndexMismatch, damaged
from ingest.index.amend import chunk_row, passage_row
from ingest.index.catalogue import chunk_of, document_of, key_of, origin_of, passage_of
from ingest.index.connection import asked, is_local
from ingest.index.versions import SCHEMA_VERSION, Manifest
from ingest.types import Chunk, Document, DocumentId, Origin, Passage

PAGE = 500
_IDS = uuid.UUID("6f0f6b1e-7a1b-4d42-9f5e-0a4a4f4f9d10")


def texts_of(collection: str) -> str:
    """The collection beside a version's vectors that holds its documents, chunks and manifest."""
    return f"{collection}.texts"


class ServerTexts:
    """See `ingest.index.reader.Texts`."""

    def __init__(self, client: Any, collection: str) -> None:
        self._client = client
        self._collection = collection

    def passages(self, ordinals: Sequence[int]) -> list[Passage]:
        """See `Texts.passages`."""
        if not ordinals:
            return []
        rows = asked(self._client.retrieve, self._collection, list(set(ordinals)), ["passage"])
        found = {row.id: passage_of((row.id, *row.payload["passage"])) for row in rows}
        return [found[o] for o in ordinals]

    def all_passages(self) -> Iterator[Passage]:
        """See `Texts.all_passages`."""
        rows = _scrolled(self._client, self._collection, None, ["passage"])
        return (passage_of((row.id, *row.payload["passage"])) for row in rows)

    def passages_of(self, documents: Iterable[DocumentId]) -> Iterator[tuple[int, Passage]]:
        """See `Texts.passages_of`."""
        for identity in documents:
            rows = _scrolled(
                self._client, self._collection, _holding("document", key_of(identity)), ["passage"]
            )
            yield from ((row.id, passage_of((row.id, *row.payload["passage"]))) for row in rows)

    def all_chunks(self) -> Iterator[Chunk]:
        """See `Texts.all_chunks`."""
        return (chunk_of(row) for row in self._rows("chunk"))

    def documents(self) -> Iterator[Document]:
        """See `Texts.documents`; in the order of their ids."""
        return (document_of(row) for row in sorted(self._rows("document"), key=itemgetter(0)))

    def document(self, identity: DocumentId) -> Document | None:
        """See `Texts.document`."""
        row = self._row("document", key_of(identity))
        return document_of(row) if row else None

    def chunk(self, identity: str) -> Chunk | None:
        """See `Texts.chunk`."""
        row = self._row("chunk", identity)
        return chunk_of(row) if row else None

    def origins(self) -> Iterator[Origin]:
        """See `Texts.origins`."""
        return (origin_of(document_of(row)) for row in self._rows("document"))

    def _row(self, kind: str, key: str) -> Sequence[Any] | None:
        rows = asked(self._client.retrieve, texts_of(self._collection), [_id(kind, key)], True)
        return rows[0].payload["row"] if rows else None

    def _rows(self, kind: str) -> Iterator[Sequence[Any]]:
        rows = _scrolled(self._client, texts_of(self._collection), _holding("kind", kind), ["row"])
        return (row.payload["row"] for row in rows)


def passage_payload(passage: Passage) -> dict[str, Any]:
    """What a passage's point carries beside what is filtered on."""
    return {"document": key_of(passage.document), "passage": list(passage_row(0, passage)[1:])}


def write_texts(
    client: Any, collection: str, documents: Iterable[Sequence[Any]], chunks: Iterable[Chunk]
) -> None:
    """Makes a version's second collection anew, without its manifest."""
    from qdrant_client import models

    name = texts_of(collection)
    asked(client.delete_collection, name)
    asked(client.create_collection, name, vectors_config={})
    _put(client, name, (("document", row[0], row) for row in documents))
    _put(client, name, (("chunk", c.id, chunk_row(c)) for c in chunks))
    if not is_local(client):
        asked(client.create_payload_index, name, "kind", models.PayloadSchemaType.KEYWORD)


def write_manifest(
    client: Any, collection: str, manifest: Manifest, terms: Sequence[str], holding: Sequence[int]
) -> None:
    """Finishes a version: without its manifest it is an unfinished one."""
    row = [{**asdict(manifest), "frequency": dict(manifest.frequency)}, list(terms), list(holding)]
    _put(client, texts_of(collection), [("manifest", "", row)])


def read_manifest(client: Any, collection: str) -> tuple[Manifest, list[str], list[int]] | None:
    """Manifest, terms and the number of passages that hold each; None for an unfinished version.

    Raises IndexMismatch for another schema.
    """
    name = texts_of(collection)
    if not asked(client.collection_exists, name):
        return None
    rows = asked(client.retrieve, name, [_id("manifest", "")], True)
    if not rows:
        return None
    raw, terms, holding = rows[0].payload["row"]
    if raw.get("schema") != SCHEMA_VERSION:
        raise IndexMismatch(
            f"the index has schema version {raw.get('schema')}, this program reads {SCHEMA_VERSION}: "
            "ingest the documents into a new RAG_QDRANT_INDEX"
        )
    try:
        return Manifest(**raw), terms, holding
    except TypeError as error:
        raise damaged(error) from error


def _put(client: Any, name: str, rows: Iterable[tuple[str, str, Sequence[Any]]]) -> None:
    from qdrant_client import models

    rest = iter(rows)
    while batch := list(islice(rest, PAGE)):
        points = [
            models.PointStruct(id=_id(kind, key), vector={}, payload={"kind": kind, "row": list(row)})
            for kind, key, row in batch
        ]
        asked(client.upsert, name, points, wait=True)


def _scrolled(client: Any, name: str, condition: Any, fields: list[str]) -> Iterator[Any]:
    page = None
    while True:
        rows, page = asked(
            client.scroll, name, scroll_filter=condition, limit=PAGE, offset=page, with_payload=fields
        )
        yield from rows
        if page is None:
            return


def _holding(key: str, value: str) -> Any:
    from qdrant_client import models

    return models.Filter(must=[models.FieldCondition(key=key, match=models.MatchValue(value=value))])


def _id(kind: str, key: str) -> str:
    return str(uuid.uuid5(_IDS, f"{kind} {key}"))
