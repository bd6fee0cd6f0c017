"""What language models cost, an answer a line, in SQLite; and the cap on what a day may cost."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from ingest.errors import StorageProblem

_SCHEMA = """CREATE TABLE IF NOT EXISTS spent (
    at TEXT NOT NULL, day TEXT NOT NULL, asker TEXT NOT NULL, model TEXT NOT NULL, prompt INTEGER NOT NULL,
    cached INTEGER NOT NULL, completion INTEGER NOT NULL, cost REAL, written INTEGER NOT NULL DEFAULT 0)"""
_COUNTED = ("prompt", "cached", "completion", "written")
_COLUMNS = "SELECT name FROM pragma_table_info('spent')"
_ADD_WRITTEN = "ALTER TABLE spent ADD COLUMN written INTEGER NOT NULL DEFAULT 0"
_TOTALS = """SELECT day, asker, model, count(*), sum(prompt), sum(cached), sum(written), sum(completion),
    coalesce(sum(cost), 0.0), sum(cost IS NULL)
    FROM spent GROUP BY day, asker, model ORDER BY day, asker, model"""


@dataclass(frozen=True, slots=True)
class Line:
    """What one model's part in one asker's answers came to on one day (UTC).

    `cached` tokens of the prompts were read from the provider's cache, `written` ones put there. `cost` in US
    dollars is of those answers whose price is known; of `unpriced` ones it is not.
    """

    day: str
    asker: str
    model: str
    answers: int
    prompt: int
    cached: int
    written: int
    completion: int
    cost: float
    unpriced: int


class Ledger:
    """Adds and sums up; safe to use from several threads and processes. `now` is an argument for tests."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path, self._now, self._lock = path, now, Lock()
        self._run(_SCHEMA)
        if ("written",) not in self._run(_COLUMNS):  # a ledger of an earlier version
            self._run(_ADD_WRITTEN)

    def record(self, asker: str, model: str, tokens: Mapping[str, int], cost: float | None) -> None:
        """A model's part in an answer; `asker` is the name of a key, never the key. Raises StorageProblem."""
        at = self._now()
        prompt, cached, completion, written = (tokens.get(name, 0) for name in _COUNTED)
        row = (at.isoformat(timespec="seconds"), at.date().isoformat(), asker, model, prompt, cached)
        self._run("INSERT INTO spent VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, completion, cost, written))

    def today(self) -> float:
        """US dollars since midnight UTC, those answers aside whose price is not known."""
        day = self._now().date().isoformat()
        ((total,),) = self._run("SELECT coalesce(sum(cost), 0) FROM spent WHERE day = ?", (day,))
        return float(total)

    def lines(self) -> list[Line]:
        """Everything, by day, asker and model."""
        return [Line(*row) for row in self._run(_TOTALS)]

    def _run(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock, closing(sqlite3.connect(self._path, timeout=10)) as database, database:
                return database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StorageProblem(
                f"cannot keep what language models cost in {self._path}: {error}; set RAG_LLM_STORE"
            ) from error


@dataclass(frozen=True, slots=True)
class Budget:
    """The cap on what a day (UTC) may cost, in US dollars; None is no cap."""

    ledger: Ledger
    cap: float | None = None

    @property
    def exhausted(self) -> str:
        """For a person, where the day's money is spent, else nothing. What has begun is finished."""
        if self.cap is None or self.ledger.today() < self.cap:
            return ""
        return f"today's budget of {self.cap:g} USD for the language model is spent"
