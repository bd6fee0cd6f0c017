"""An ingest that is killed, kept out or run beside readers never harms the index."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import IndexBusy
from ingest.index import open_index
from ingest.index.versions import writing
from ingest.models import Embedder
from ingest.pipeline import ingest

ZEBRAS = "Zebras graze in the morning."


def _kill_when(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    while process.poll() is None and not reached():
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def _kept(journal: Path) -> int:
    """Vectors that are committed; the file's size says less, since it grows before the commit."""
    try:
        with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM vectors").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


def test_killed_at_any_moment_the_old_version_serves(
    served: Path,
    tmp_path: Path,
    start: Callable,
    embedder: Embedder,
    write_large: Callable,
    answers: Callable,
):
    """After SIGKILL at random moments the old version answers, and the next ingest finishes."""
    write_large(tmp_path / "docs", "Pebble")
    moments = random.Random(11)  # noqa: S311 - moments, not secrets
    for moment in (moments.uniform(0.3, 2.5) for _ in range(3)):
        process = start("ingest", tmp_path / "docs", "--data-dir", served)
        until = time.monotonic() + moment
        _kill_when(process, lambda until=until: time.monotonic() > until)
        assert answers(served) == ZEBRAS
    report = ingest([tmp_path / "docs"], served, lambda: embedder)
    assert report.documents == 2
    assert answers(served) == ZEBRAS
    assert not [f for f in (served / "versions").iterdir() if f.name.startswith(".")]


def test_what_a_killed_ingest_embedded_is_not_embedded_again(
    served: Path, tmp_path: Path, start: Callable, counting: Callable, write_large: Callable
):
    """Killed after its first batch, an ingest leaves that batch to the next one."""
    write_large(tmp_path / "docs", "Stone")
    process = start("ingest", tmp_path / "docs", "--data-dir", served)
    _kill_when(process, lambda: _kept(served / "vectors.journal") >= 256)
    assert process.returncode == -signal.SIGKILL
    again = counting()
    report = ingest([tmp_path / "docs"], served, lambda: again)
    missing = report.passages - 1 - len(again.embedded)
    assert missing >= 256
    assert missing % 256 == 0
    assert not (served / "vectors.journal").exists()


@pytest.mark.parametrize("step", ["amend_catalogue", "write_manifest", "swap_in"])
def test_killed_at_a_late_step_the_old_version_serves(
    served: Path, tmp_path: Path, embedder: Embedder, counting: Callable, step: str, answers: Callable
):
    """A process that dies behind the embedding costs nothing: the next ingest embeds nothing again."""
    (tmp_path / "new.md").write_text("# Yachts\n\nYachts sail.\n")
    code = (
        "import os, sys; from pathlib import Path\n"
        "from ingest.index import writer; from ingest.models import load_embedder\n"
        "from ingest.pipeline import ingest\n"
        f"writer.{step} = lambda *arguments: os.kill(os.getpid(), 9)\n"
        "ingest([Path(sys.argv[1])], Path(sys.argv[2]), load_embedder)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "new.md"), str(served)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL  # noqa: S603 - our own
    assert answers(served) == ZEBRAS
    again = counting()
    assert ingest([tmp_path / "new.md"], served, lambda: again).documents == 2
    assert again.embedded == []


def test_a_second_writer_has_its_own_exit_code(served: Path, tmp_path: Path, start: Callable):
    """While one ingest runs, another ends at once with IndexBusy's code and names the first."""
    with writing(served):
        process = start("ingest", tmp_path / "old.md", "--data-dir", served)
        _, stderr = process.communicate()
    assert process.returncode == IndexBusy.exit_code
    assert f"process {os.getpid()} is writing" in stderr
    assert "Traceback" not in stderr


def test_readers_work_while_a_writer_writes(
    served: Path,
    tmp_path: Path,
    start: Callable,
    embedder: Embedder,
    write_large: Callable,
    answers: Callable,
):
    """Searches in another process go on through a whole ingest, each on one whole version."""
    write_large(tmp_path / "docs", "Rock")
    process = start("ingest", tmp_path / "docs", "--data-dir", served)
    given = []
    while process.poll() is None:
        given.append(answers(served))
    given.append(answers(served))
    assert process.returncode == 0
    assert len(given) > 2
    assert set(given) == {ZEBRAS}
    with closing(open_index(served, embedder.name)) as reader:
        assert reader.manifest.documents == 2
