"""Records over both databases, with a clock that the test sets."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from serve.records.database import open_database
from serve.records.schema import METADATA
from serve.records.store import Records
from serve.types import Answer, Citation, Dropped, Sentence

QUOTE = "Cats purr at night."


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of the tests' own, reachable through a socket in its folder alone."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)  # not on the path there
    found = shutil.which("initdb", path=os.pathsep.join([os.environ["PATH"], *map(str, debian)]))
    if found is None:
        pytest.skip("needs PostgreSQL's initdb and postgres")
    with TemporaryDirectory() as folder:  # pytest's own folders are closed to other accounts
        yield from _serving(Path(found).resolve().parent, Path(folder))


def _serving(programs: Path, folder: Path) -> Iterator[str]:
    account = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
    if account:
        shutil.chown(folder, account)

    def run(*command: str | Path) -> None:
        subprocess.run(command, user=account, check=True, capture_output=True, cwd=folder)  # noqa: S603

    run(programs / "initdb", "-D", folder / "data", "-U", "rag", "-A", "trust", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run(programs / "pg_ctl", "-D", folder / "data", "-w", "-o", options, "-l", folder / "log", "start")
    yield f"postgresql://rag@/postgres?host={folder}"
    run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Each kind of database, as the setting names it."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
def records(tmp_path: Path, url: str, clock: Clock) -> Iterator[Records]:
    """An empty store."""
    database = open_database(tmp_path, url)
    with database.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
    opened = Records(database, clock=clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def answer() -> Callable[..., Answer]:
    """Makes an answer of one sentence."""

    def make(question: str = "What do cats do?", text: str = QUOTE, status: str = "answered") -> Answer:
        return Answer(
            question=question,
            status=status,  # type: ignore[arg-type]
            text=f"{text} [1]",
            sentences=(Sentence(text, (1,)),),
            citations=(Citation(1, "cats.md", "Cats", "Cats > Night", 3, 22, QUOTE, 0.8, page=2),),
            timings_ms={"search": 1.25, "total": 3.5},
            settings_hash="0123456789ab",
            index_version="v-1",
            dropped=(Dropped("Cats bark.", "no word of it"),),
        )

    return make
