"""An ingest that is killed, kept out or run beside readers never harms the index."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import IndexBusy
from ingest.index import open_index
from ingest.index.sparse import copy_tree
from ingest.index.versions import writing
from ingest.models import Embedder
from ingest.pipeline import ingest
from tests.conftest import PROJECT
from tests.hashing import HashEmbedder

pytestmark = pytest.mark.slow

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
            return int(db.execute("SELECT count(*) FROM embedded").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


CHILD = """
import sys, time
from pathlib import Path
from ingest.pipeline import ingest
from tests.hashing import HashEmbedder

class Slow(HashEmbedder):
    def embed_passages(self, texts):
        time.sleep(0.05)  # so that some moments fall between two batches
        return super().embed_passages(texts)

print("ready", flush=True)
ingest([Path(sys.argv[1])], Path(sys.argv[2]), Slow)
print("done", flush=True)
"""


@pytest.fixture
def child(tmp_path: Path, write_large: Callable) -> Iterator[Callable[[Path], "subprocess.Popen[str]"]]:
    """Starts an ingest of a large document into a data directory, up to where it begins."""
    write_large(tmp_path / "docs", "Pebble")
    started = []

    def begin(data_dir: Path) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", CHILD, str(tmp_path / "docs"), str(data_dir)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT))  # noqa: S603 - our own
        assert started[-1].stdout.readline() == "ready\n"
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.timeout(600)  # forty ingests
def test_killed_at_any_of_twenty_moments_the_old_version_serves(tmp_path: Path, child: Callable):
    """After SIGKILL at random moments of an ingest a whole version serves, and the next one ends the work.

    Every vector that was kept is used, none is computed again, and nothing unfinished is left behind.
    """
    (tmp_path / "old.md").write_text(f"# Zebras\n\n{ZEBRAS}\n")
    ingest([tmp_path / "old.md"], tmp_path / "data", HashEmbedder)
    copy_tree(tmp_path / "data", tmp_path / "whole")
    took = _duration(child, tmp_path / "whole")
    moments = random.Random(11)  # noqa: S311 - moments, not secrets
    finished = []
    for number in range(20):
        data = tmp_path / f"data-{number}"
        copy_tree(tmp_path / "data", data)
        process = child(data)
        time.sleep(moments.uniform(0, took))
        process.kill()
        process.wait()
        with closing(open_index(data, HashEmbedder.name)) as reader:
            assert (
                reader.passages([reader.search_lexical(["zebra"], 1, ["everyone"])[0][0]])[0].text == ZEBRAS
            )
            finished.append(reader.manifest.documents == 2)
            assert reader.manifest.documents == 1 + finished[-1]
        kept = _kept(data / "vectors.journal")
        again = HashEmbedder()
        report = ingest([tmp_path / "docs"], data, lambda again=again: again)
        assert len(again.embedded) == (0 if finished[-1] else report.passages - 1 - kept)
        assert (report.documents, len(list((data / "versions").iterdir()))) == (2, 2)
    assert not all(finished)


def _duration(child: Callable, data_dir: Path) -> float:
    process = child(data_dir)
    started = time.monotonic()
    assert process.stdout.readline() == "done\n"
    return time.monotonic() - started


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
