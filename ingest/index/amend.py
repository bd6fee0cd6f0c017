"""Writes a version's catalogue: the one before, copied, with a change applied to the copy."""

import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from ingest.abbreviations import definitions
from ingest.index.catalogue import key_of
from ingest.index.change import Change, Layout, layout
from ingest.types import Chunk, Document, DocumentId, Passage

_SCHEMA = """
CREATE TABLE documents (key TEXT PRIMARY KEY, title TEXT, text TEXT, blocks TEXT, metadata TEXT,
    groups TEXT, digest TEXT, abbreviations TEXT);
CREATE TABLE chunks (id TEXT PRIMARY KEY, document TEXT, start INTEGER, end INTEGER, section TEXT);
CREATE TABLE passages (ordinal INTEGER PRIMARY KEY, id TEXT, document TEXT, chunk TEXT, start INTEGER,
    end INTEGER, text TEXT, kind TEXT, section TEXT, context TEXT, title TEXT, page INTEGER, groups TEXT);
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX chunks_by_document ON chunks (document);
"""
_DOCUMENT = """
INSERT INTO documents VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (key) DO UPDATE SET title = excluded.title,
    text = excluded.text, blocks = excluded.blocks, metadata = excluded.metadata, groups = excluded.groups,
    digest = excluded.digest, abbreviations = excluded.abbreviations
"""
"""A document that is replaced keeps its place among the others."""


def amend_catalogue(path: Path, before: Path | None, change: Change) -> Layout:
    """Writes a new catalogue at `path`; new passages are numbered in the order of the change."""
    if before is not None:
        shutil.copyfile(before, path)
    with closing(sqlite3.connect(path)) as db:
        # It is thrown away where it is not finished; what is deleted leaves no trace in the file.
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;")
        with db:
            if before is None:
                db.executescript(_SCHEMA)
            return _applied(db, change)


def _applied(db: sqlite3.Connection, change: Change) -> Layout:
    (count,) = db.execute("SELECT count(*) FROM passages").fetchone()
    places = layout(count, _freed(db, change.touched), len(change.passages))
    db.executemany("DELETE FROM documents WHERE key = ?", ([key_of(i)] for i in change.removed))
    for ordinal in set(places.written) - set(places.fresh):
        moved = (int(ordinal), int(places.source[ordinal]))
        db.execute("UPDATE passages SET ordinal = ? WHERE ordinal = ?", moved)
    passages: dict[DocumentId, list[Passage]] = {}
    for passage in change.passages:
        passages.setdefault(passage.document, []).append(passage)
    db.executemany(_DOCUMENT, (document_row(d, passages.get(d.id, ())) for d in change.documents))
    db.executemany("INSERT INTO chunks VALUES (?,?,?,?,?)", map(chunk_row, change.chunks))
    rows = map(passage_row, map(int, places.fresh), change.passages)
    db.executemany("INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)
    return places


def _freed(db: sqlite3.Connection, documents: Iterable[DocumentId]) -> list[int]:
    keys = [[key_of(identity)] for identity in documents]
    found = (db.execute("SELECT ordinal FROM passages WHERE document = ?", key).fetchall() for key in keys)
    freed = [ordinal for (ordinal,) in chain.from_iterable(found)]
    db.executemany("DELETE FROM passages WHERE document = ?", keys)
    db.executemany("DELETE FROM chunks WHERE document = ?", keys)
    return freed


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def document_row(d: Document, passages: Iterable[Passage]) -> tuple[str, ...]:
    """A document as the catalogue holds it; the columns are those of `_SCHEMA`."""
    blocks = _json([[b.kind, b.start, b.end, b.level, b.page, b.marker] for b in d.blocks])
    said = (key_of(d.id), d.title, d.text, blocks, _json(dict(d.metadata)), _json(d.groups))
    return (*said, _digest(said, passages), _json(list(definitions(d.text))))


def _digest(said: tuple[str, ...], passages: Iterable[Passage]) -> str:
    """Changes with the document's text, structure, metadata or groups, and with any passage's id."""
    return sha256(repr((said, [p.id for p in passages])).encode()).hexdigest()


def chunk_row(c: Chunk) -> tuple[Any, ...]:
    """A chunk as the catalogue holds it."""
    return c.id, key_of(c.document), c.start, c.end, _json(c.section)


def passage_row(ordinal: int, p: Passage) -> tuple[Any, ...]:
    """A passage as the catalogue holds it."""
    section, groups = _json(p.section), _json(p.groups)
    where = (key_of(p.document), p.chunk, p.start, p.end)
    return (ordinal, p.id, *where, p.text, p.kind, section, p.context, p.title, p.page, groups)
