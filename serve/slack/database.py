"""What the bot remembers in, `slack.db` in the data directory, and the lock that makes it the only one."""

import fcntl
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from ingest.errors import IndexBusy, PathProblem, StorageProblem

DAY = 86400.0
KEPT_KEYS = 7 * DAY
"""Seconds; Slack repeats an event for an hour, and with delayed events for a day."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
  key TEXT PRIMARY KEY, user TEXT NOT NULL, task TEXT NOT NULL, job TEXT NOT NULL, accepted REAL NOT NULL,
  done INTEGER NOT NULL DEFAULT 0, tried INTEGER NOT NULL DEFAULT 0, posted TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS jobs_of_user ON jobs (user, accepted);
CREATE TABLE IF NOT EXISTS threads (place TEXT PRIMARY KEY, kind TEXT NOT NULL, joined REAL NOT NULL);
CREATE TABLE IF NOT EXISTS answers (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, private INTEGER NOT NULL, answer TEXT NOT NULL,
  kept REAL NOT NULL
);
"""


class Database:
    """One open file, safe to use from several threads."""

    def __init__(self, data_dir: Path, days: int, clock: Callable[[], float] = time.time) -> None:
        """`days` that answers are kept. Raises StorageProblem for a file that cannot be used, IndexBusy."""
        self.clock, self._days = clock, days
        self._forgotten = 0.0
        self._guard = Lock()
        self._held = _hold(data_dir)
        try:
            self._db = sqlite3.connect(data_dir / "slack.db", check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")  # what was acknowledged survives a power cut
            self._db.execute("PRAGMA secure_delete=ON")  # what is forgotten is not left in the file
            self._db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            self._held.close()
            raise StorageProblem(f"cannot use {data_dir / 'slack.db'}: {error}; move it away") from error
        self.forget()

    def close(self) -> None:
        """Gives the file back."""
        with self._guard:
            self._db.close()
        self._held.close()

    def forget(self) -> None:
        """Deletes what is too old, at most once a day."""
        if self.clock() - self._forgotten < DAY:
            return
        self._forgotten = self.clock()
        self.write("DELETE FROM jobs WHERE done AND accepted < ?", self.clock() - KEPT_KEYS)
        self.write("DELETE FROM answers WHERE kept < ?", self.clock() - self._days * DAY)

    def write(self, statement: str, *values: object) -> int:
        """Commits a change and returns how many rows it made; raises StorageProblem."""
        with self._using() as db:
            return db.execute(statement, values).rowcount

    def read(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """The rows; raises StorageProblem."""
        with self._using() as db:
            return db.execute(query, values).fetchall()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise StorageProblem(f"the bot's memory, slack.db, cannot be used: {error}") from error


def _hold(data_dir: Path) -> BinaryIO:
    """The lock of the folder, for as long as it is open."""
    try:
        lock = (data_dir / "slack.lock").open("ab")
    except OSError as error:
        raise PathProblem(f"cannot write the data directory {data_dir}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise IndexBusy(f"another Slack bot works with {data_dir}: stop it first") from error
    return lock
