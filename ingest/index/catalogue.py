"""The documents, chunks and passages of one version, in one SQLite file, read only once written.

`ingest.index.amend` writes it.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.errors import damaged
from ingest.guard.marks import KEY
from ingest.index.payload import payload_of
from ingest.types import Block, Chunk, Document, DocumentId, Origin, Passage


def key_of(document: DocumentId) -> str:
    """A document's id as the catalogue spells it: JSON, so that 1 and "1" stay apart."""
    return json.dumps(document, ensure_ascii=False)


class Catalogue:
    """Reads a catalogue, from any number of threads: SQLite lets them take turns."""

    def __init__(self, path: Path) -> None:
        # A path may hold what means something in a URI: "?", "#" or "%".
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        try:
            self._db = sqlite3.connect(address, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise damaged(error) from error
        try:
            self._db.execute("SELECT 1 FROM documents LIMIT 1")
        except sqlite3.Error as error:
            self._db.close()
            raise damaged(error) from error

    def passages(self, ordinals: Sequence[int]) -> list[Passage]:
        """The passages with these ordinals, in the order asked for."""
        marks = ",".join("?" * len(ordinals))
        rows = self._db.execute(f"SELECT * FROM passages WHERE ordinal IN ({marks})", list(ordinals))  # noqa: S608 - only marks
        found = {row[0]: passage_of(row) for row in rows}
        return [found[o] for o in ordinals]

    def all_passages(self) -> Iterator[Passage]:
        """Every passage in ordinal order."""
        return map(passage_of, self._db.execute("SELECT * FROM passages ORDER BY ordinal"))

    def all_chunks(self) -> Iterator[Chunk]:
        """Every chunk, in the order written."""
        return map(chunk_of, self._db.execute("SELECT * FROM chunks ORDER BY rowid"))

    def documents(self) -> Iterator[Document]:
        """Every document, in the order written."""
        return map(document_of, self._db.execute("SELECT * FROM documents ORDER BY rowid"))

    def document(self, identity: DocumentId) -> Document | None:
        """The document, or None where there is none of that id."""
        row = self._db.execute("SELECT * FROM documents WHERE key = ?", [key_of(identity)]).fetchone()
        return document_of(row) if row else None

    def chunk(self, identity: str) -> Chunk | None:
        """The chunk, or None where there is none of that id."""
        row = self._db.execute("SELECT * FROM chunks WHERE id = ?", [identity]).fetchone()
        return chunk_of(row) if row else None

    def origins(self) -> Iterator[Origin]:
        """Where each document came from."""
        said = (
            "metadata ->> 'source', metadata ->> 'sha256', metadata -> 'unread_pages', "
            f"metadata -> '{KEY}' ->> 'detector'"
        )
        found = self._db.execute(f"SELECT key, {said} FROM documents")  # noqa: S608 - our own
        for key, source, sha256, unread, detector in found:
            whole = unread in (None, "[]", "null")
            yield Origin(json.loads(key), source or "", sha256 or "", whole, detector or "")

    def passages_of(self, documents: Iterable[DocumentId]) -> Iterator[tuple[int, Passage]]:
        """(ordinal, passage) of each passage of these documents."""
        for identity in documents:
            rows = self._db.execute("SELECT * FROM passages WHERE document = ?", [key_of(identity)])
            yield from ((row[0], passage_of(row)) for row in rows.fetchall())

    def payload(self, identity: DocumentId) -> dict[str, Any]:
        """What searches filter this document's passages on (`ingest.index.payload`)."""
        row = self._db.execute(
            "SELECT title, metadata, groups FROM documents WHERE key = ?", [key_of(identity)]
        ).fetchone()
        return payload_of(identity, row[0], json.loads(row[1]), json.loads(row[2]))

    def distinct_groups(self) -> set[tuple[str, ...]]:
        """The different group lists that passages carry."""
        rows = self._db.execute("SELECT DISTINCT groups FROM passages")
        return {tuple(json.loads(text)) for (text,) in rows}

    def groups(self) -> list[tuple[str, ...]]:
        """Each passage's groups, in ordinal order."""
        rows = self._db.execute("SELECT groups FROM passages ORDER BY ordinal")
        return [tuple(json.loads(text)) for (text,) in rows]

    def counts(self) -> tuple[int, int, int]:
        """The number of documents, chunks and passages."""
        tables = ("documents", "chunks", "passages")
        counted = (self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)  # noqa: S608 - our own
        documents, chunks, passages = counted
        return documents, chunks, passages

    def digests(self) -> Iterator[str]:
        """A hash of each document with its passages, whatever the order they were written in."""
        return (row[0] for row in self._db.execute("SELECT digest FROM documents ORDER BY key"))

    def definitions(self) -> Iterator[tuple[str, str]]:
        """(short form, long form) wherever a document defines one."""
        for (found,) in self._db.execute("SELECT abbreviations FROM documents WHERE abbreviations != '[]'"):
            yield from map(tuple, json.loads(found))

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


def origin_of(document: Document) -> Origin:
    """Where a document came from."""
    said = document.metadata
    return Origin(
        document.id,
        str(said.get("source") or ""),
        str(said.get("sha256") or ""),
        not said.get("unread_pages"),
        (said.get(KEY) or {}).get("detector", ""),
    )


def document_of(row: Sequence[Any]) -> Document:
    """What `ingest.index.amend.document_row` wrote."""
    key, title, text, blocks, metadata, groups, *_ = row
    return Document(
        json.loads(key),
        title,
        text,
        tuple(Block(*b) for b in json.loads(blocks)),
        json.loads(metadata),
        tuple(json.loads(groups)),
    )


def chunk_of(row: Sequence[Any]) -> Chunk:
    """What `ingest.index.amend.chunk_row` wrote."""
    return Chunk(row[0], json.loads(row[1]), row[2], row[3], tuple(json.loads(row[4])))


def passage_of(row: Sequence[Any]) -> Passage:
    """What `ingest.index.amend.passage_row` wrote."""
    _, identity, document, chunk, start, end, text, kind, section, context, title, page, groups = row
    place = (json.loads(document), chunk, start, end, text, kind)
    return Passage(
        identity, *place, tuple(json.loads(section)), context, title, page, tuple(json.loads(groups))
    )
