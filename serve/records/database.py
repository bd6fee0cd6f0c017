"""The database: SQLite in the data directory or PostgreSQL by URL, with its tables up to date."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ingest.errors import SettingsProblem
from serve.records.faults import storage_problem

FILE = "records.sqlite"
_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 30
_LOCK = 7_214_015
"""Which of PostgreSQL's advisory locks is ours; any number that no other program in the database takes."""


def open_database(data_dir: Path, url: str) -> Engine:
    """An engine over up-to-date tables; raises SettingsProblem, StorageProblem.

    What is committed survives the process's death and the machine's: SQLite writes ahead with
    synchronous=FULL (https://sqlite.org/pragma.html#pragma_synchronous).
    """
    engine = create_engine(_postgres(url), pool_pre_ping=True) if url else _sqlite(data_dir)
    try:
        with engine.execution_options(alone=True).begin() as connection:
            _migrate(connection)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        raise storage_problem(error) from error
    return engine


def _postgres(given: str) -> URL:
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise SettingsProblem("RAG_RECORDS_URL is no URL: write postgresql://USER@HOST/NAME") from error
    if url.get_backend_name() != "postgresql":
        raise SettingsProblem("RAG_RECORDS_URL has to begin with postgresql://; leave it out for SQLite")
    try:
        import psycopg  # noqa: F401 - asked for before a connection is, for a message that helps
    except ImportError as error:
        raise SettingsProblem(
            "RAG_RECORDS_URL needs the extra `postgres`: pip install 'interview-rag[postgres]'"
        ) from error
    return url.set(drivername="postgresql+psycopg")


def _sqlite(data_dir: Path) -> Engine:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_problem(error) from error
    path = str((data_dir / FILE).absolute())
    engine = create_engine(URL.create("sqlite", database=path), connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver's own transactions would leave statements on tables out
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    alone = connection.get_execution_options().get("alone")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if alone else "BEGIN")


def _migrate(connection: Connection) -> None:
    """Brings the tables up to date, one process at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
