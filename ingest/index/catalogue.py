"""The documents, chunks and passages of one version, in one SQLite file, read only once written."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.errors import damaged
from ingest.types import Block, Chunk, Document, DocumentId, Passage

_SCHEMA = """
CREATE TABLE documents (key TEXT PRIMARY KEY, title TEXT, text TEXT, blocks TEXT, metadata TEXT,
    groups TEXT);
CREATE TABLE chunks (id TEXT PRIMARY KEY, document TEXT, start INTEGER, end INTEGER, section TEXT);
CREATE TABLE passages (ordinal INTEGER PRIMARY KEY, id TEXT, document TEXT, chunk TEXT, start INTEGER,
    end INTEGER, text TEXT, kind TEXT, section TEXT, context TEXT, title TEXT, page INTEGER, groups TEXT);
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX chunks_by_document ON chunks (document);
"""


def key_of(document: DocumentId) -> str:
    """A document's id as the catalogue spells it: JSON, so that 1 and "1" stay apart."""
    return json.dumps(document, ensure_ascii=False)


def write_catalogue(
    path: Path, documents: Iterable[Document], chunks: Iterable[Chunk], passages: Iterable[Passage]
) -> None:
    """Writes a new catalogue; passages are numbered from 0 in the order given."""
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_SCHEMA)
        db.executemany("INSERT INTO documents VALUES (?,?,?,?,?,?)", map(_document_row, documents))
        db.executemany("INSERT INTO chunks VALUES (?,?,?,?,?)", map(_chunk_row, chunks))
        numbered = (_passage_row(i, p) for i, p in enumerate(passages))
        db.executemany("INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", numbered)


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
        found = {row[0]: _passage(row) for row in rows}
        return [found[o] for o in ordinals]

    def all_passages(self) -> Iterator[Passage]:
        """Every passage in ordinal order."""
        return map(_passage, self._db.execute("SELECT * FROM passages ORDER BY ordinal"))

    def all_chunks(self) -> Iterator[Chunk]:
        """Every chunk, in the order written."""
        return map(_chunk, self._db.execute("SELECT * FROM chunks ORDER BY rowid"))

    def documents(self) -> Iterator[Document]:
        """Every document, in the order written."""
        return map(_document, self._db.execute("SELECT * FROM documents ORDER BY rowid"))

    def document(self, identity: DocumentId) -> Document | None:
        """The document, or None where there is none of that id."""
        row = self._db.execute("SELECT * FROM documents WHERE key = ?", [key_of(identity)]).fetchone()
        return _document(row) if row else None

    def chunk(self, identity: str) -> Chunk | None:
        """The chunk, or None where there is none of that id."""
        row = self._db.execute("SELECT * FROM chunks WHERE id = ?", [identity]).fetchone()
        return _chunk(row) if row else None

    def distinct_groups(self) -> set[tuple[str, ...]]:
        """The different group lists that passages carry."""
        rows = self._db.execute("SELECT DISTINCT groups FROM passages")
        return {tuple(json.loads(text)) for (text,) in rows}

    def groups(self) -> list[tuple[str, ...]]:
        """Each passage's groups, in ordinal order."""
        rows = self._db.execute("SELECT groups FROM passages ORDER BY ordinal")
        return [tuple(json.loads(text)) for (text,) in rows]

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _document_row(d: Document) -> tuple[str, ...]:
    blocks = [[b.kind, b.start, b.end, b.level, b.page, b.marker] for b in d.blocks]
    return key_of(d.id), d.title, d.text, _json(blocks), _json(dict(d.metadata)), _json(d.groups)


def _document(row: Sequence[Any]) -> Document:
    key, title, text, blocks, metadata, groups = row
    return Document(
        json.loads(key),
        title,
        text,
        tuple(Block(*b) for b in json.loads(blocks)),
        json.loads(metadata),
        tuple(json.loads(groups)),
    )


def _chunk_row(c: Chunk) -> tuple[Any, ...]:
    return c.id, key_of(c.document), c.start, c.end, _json(c.section)


def _chunk(row: Sequence[Any]) -> Chunk:
    return Chunk(row[0], json.loads(row[1]), row[2], row[3], tuple(json.loads(row[4])))


def _passage_row(ordinal: int, p: Passage) -> tuple[Any, ...]:
    section, groups = _json(p.section), _json(p.groups)
    where = (key_of(p.document), p.chunk, p.start, p.end)
    return (ordinal, p.id, *where, p.text, p.kind, section, p.context, p.title, p.page, groups)


def _passage(row: Sequence[Any]) -> Passage:
    _, identity, document, chunk, start, end, text, kind, section, context, title, page, groups = row
    place = (json.loads(document), chunk, start, end, text, kind)
    return Passage(
        identity, *place, tuple(json.loads(section)), context, title, page, tuple(json.loads(groups))
    )
