"""What answers cost, summed up, and the cap on a day."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.errors import StorageProblem
from serve.llm.ledger import Budget, Ledger, Line

TOKENS = {"prompt": 1000, "cached": 400, "written": 100, "completion": 50}


class Calendar:
    """A day that the test turns."""

    def __init__(self) -> None:
        self.day = 1

    def __call__(self) -> datetime:
        """Noon."""
        return datetime(2026, 11, self.day, 12, tzinfo=UTC)


def test_answers_are_summed_by_day_asker_and_model(tmp_path: Path):
    """An answer whose price is not known counts in tokens, and is said to be unpriced."""
    calendar = Calendar()
    ledger = Ledger(tmp_path / "llm.sqlite", calendar)
    ledger.record("web", "m", TOKENS, 0.25)
    ledger.record("web", "m", TOKENS, None)
    ledger.record("", "m", {}, 0.5)
    calendar.day = 2
    ledger.record("web", "m", TOKENS, 1.0)
    assert ledger.lines() == [
        Line("2026-11-01", "", "m", 1, 0, 0, 0, 0, 0.5, 0),
        Line("2026-11-01", "web", "m", 2, 2000, 800, 200, 100, 0.25, 1),
        Line("2026-11-02", "web", "m", 1, 1000, 400, 100, 50, 1.0, 0),
    ]
    assert Ledger(tmp_path / "llm.sqlite", calendar).today() == 1.0


def test_a_ledger_of_an_earlier_version_goes_on(tmp_path: Path):
    """It had no column for the tokens that were put into a cache; what it holds counts none."""
    path = tmp_path / "llm.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        columns = "at, day, asker, model, prompt, cached, completion, cost"
        database.execute(f"CREATE TABLE spent ({columns})")
        database.execute("INSERT INTO spent VALUES ('t', '2026-11-01', 'web', 'm', 10, 5, 2, 0.5)")
    ledger = Ledger(path, Calendar())
    ledger.record("web", "m", TOKENS, 0.25)
    assert ledger.lines() == [Line("2026-11-01", "web", "m", 2, 1010, 405, 100, 52, 0.75, 0)]


def test_the_budget_is_a_days(tmp_path: Path):
    """It is spent when the cap is reached, and whole again on the next day; without a cap it never is."""
    calendar = Calendar()
    ledger = Ledger(tmp_path / "llm.sqlite", calendar)
    budget = Budget(ledger, 1.0)
    ledger.record("", "m", TOKENS, 0.9)
    assert budget.exhausted == ""
    ledger.record("", "m", TOKENS, 0.1)
    assert "1 USD" in budget.exhausted
    assert Budget(ledger).exhausted == ""
    calendar.day = 2
    assert budget.exhausted == ""


def test_a_file_that_is_none_is_one_line(tmp_path: Path):
    """It says which setting leads elsewhere."""
    path = tmp_path / "llm.sqlite"
    path.write_text("this is no database" * 100)
    with pytest.raises(StorageProblem, match="RAG_LLM_STORE"):
        Ledger(path)
