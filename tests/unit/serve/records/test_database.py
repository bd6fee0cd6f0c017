"""The database itself: its tables, its promises, and several processes that open it at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from ingest.errors import SettingsProblem, StorageProblem
from serve.records.database import FILE, open_database
from serve.records.schema import METADATA


def test_the_migrations_make_the_tables_that_the_program_uses(tmp_path: Path, url: str):
    """Nothing is left that a migration would have to add."""
    database = open_database(tmp_path, url)
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    database.dispose()


def test_many_may_open_it_at_once_for_the_first_time(tmp_path: Path, url: str):
    """One makes the tables, the others wait for it."""
    with ThreadPoolExecutor(6) as openers:
        for database in openers.map(lambda _: open_database(tmp_path, url), range(6)):
            database.dispose()


def test_what_is_committed_is_on_the_disk(tmp_path: Path):
    """Every connection writes ahead and waits for the disk; references are kept."""
    database = open_database(tmp_path, "")
    with database.connect() as connection:
        found = {p: connection.execute(text(f"PRAGMA {p}")).scalar() for p in ("journal_mode", "synchronous")}
        assert found == {"journal_mode": "wal", "synchronous": 2}
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    database.dispose()


@pytest.mark.parametrize("wrong", ["mysql://rag@host/rag", "sqlite:///x", "no url", "hunter2"])
def test_a_url_that_is_none_of_postgresql_s_is_one_clear_line(tmp_path: Path, wrong: str):
    """With what to write, and without what was written: it may hold a password."""
    with pytest.raises(SettingsProblem, match="postgresql://") as refused:
        open_database(tmp_path, wrong)
    assert wrong not in str(refused.value)


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path):
    """Nothing of it is overwritten."""
    (tmp_path / FILE).write_bytes(b"this is no database at all, and long enough to be seen as none" * 20)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StorageProblem, match="RAG_RECORDS_URL"):
        open_database(tmp_path, "")
    assert (tmp_path / FILE).read_bytes() == before
