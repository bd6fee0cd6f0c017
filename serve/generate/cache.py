"""Answers that a language model wrote, kept for the same question over the same index.

A deleted document is gone with its index version: no answer over another version is found, and when the next
one is kept, they are deleted.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

from pydantic import TypeAdapter, ValidationError

from ingest.errors import StorageProblem
from serve.types import Answer, Shown

_SCHEMA = """CREATE TABLE IF NOT EXISTS kept (
    key TEXT PRIMARY KEY, version TEXT NOT NULL, day TEXT NOT NULL, told TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer and the pieces that it was streamed in."""

    shown: tuple[Shown, ...]
    answer: Answer
    day: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an answer hangs on: another of any of these is another answer."""

    question: str
    history: Sequence[str]
    groups: Sequence[str]
    settings_hash: str
    index_version: str

    @property
    def key(self) -> str:
        """A hash; capitals, blanks and the final mark of a question make no difference."""
        plain = [" ".join(q.casefold().split()).rstrip(" ?.!") for q in (self.question, *self.history)]
        parts = (plain, sorted(set(self.groups)), self.settings_hash, self.index_version)
        return sha256(repr(parts).encode()).hexdigest()


class AnswerCache:
    """In SQLite; safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._run(_SCHEMA)

    def get(self, asked: Asked) -> Told | None:
        """What was told, if it was; an entry of an older program is none."""
        rows = self._run("SELECT told FROM kept WHERE key = ?", (asked.key,))
        try:
            return _TOLD.validate_json(str(rows[0][0])) if rows else None
        except ValidationError:
            return None

    def put(self, asked: Asked, shown: Sequence[Shown], answer: Answer) -> None:
        """Keeps it, and nothing over another index version. Raises StorageProblem."""
        day = datetime.now(UTC).date().isoformat()
        told = _TOLD.dump_json(Told(tuple(shown), answer, day)).decode()
        self._run("DELETE FROM kept WHERE version <> ?", (asked.index_version,))
        values = (asked.key, asked.index_version, day, told)
        self._run("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", values)

    def _run(self, sql: str, values: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
        try:
            with self._lock, closing(sqlite3.connect(self._path, timeout=10)) as database, database:
                database.execute("PRAGMA secure_delete = ON")
                return database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StorageProblem(
                f"cannot keep answers in {self._path}: {error}; set RAG_LLM_STORE"
            ) from error


_TOLD = TypeAdapter(Told)
