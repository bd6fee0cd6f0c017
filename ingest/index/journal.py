"""What an unfinished ingest embedded, kept on disk so that a killed one is continued, not repeated."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.models.late import Embedded


class Journal:
    """Passage id -> what was embedded; ids carry the embedding model, so none is ever taken for another's."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = _opened(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # damaged: it spares work, it holds nothing that is not to be had again
            self._remove()
            self._db = _opened(path)

    def __contains__(self, identity: str) -> bool:
        row = self._db.execute("SELECT 1 FROM embedded WHERE id = ?", [identity]).fetchone()
        return row is not None

    def get(self, identity: str) -> Embedded | None:
        """What was kept of that id, or None."""
        row = self._db.execute("SELECT vector, codes FROM embedded WHERE id = ?", [identity]).fetchone()
        return Embedded(np.frombuffer(row[0], np.float32), row[1]) if row else None

    def add(self, identities: Sequence[str], found: Sequence[Embedded]) -> None:
        """Keeps a batch; it survives the process's death from here on."""
        rows = [(i, e.vector.tobytes(), e.codes) for i, e in zip(identities, found, strict=True)]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO embedded VALUES (?,?,?)", rows)

    def close(self, finished: bool) -> None:
        """Closes the file, and removes it when the ingest is finished."""
        self._db.close()
        if finished:
            self._remove()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    try:
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE IF NOT EXISTS embedded (id TEXT PRIMARY KEY, vector BLOB, codes BLOB)")
    except BaseException:
        db.close()
        raise
    return db
