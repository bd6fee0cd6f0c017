"""A disk that fills up costs the ingest, never the index."""

import re
import resource
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import StorageProblem
from ingest.models import Embedder
from ingest.pipeline import ingest

ZEBRAS = "Zebras graze in the morning."
FILLED_UP = """
mount -t tmpfs -o size=200m tmpfs "$1" || exit 77
run() { "$PYTHON" -c 'from serve.cli import main; main()' "$@"; }
run ingest "$2" --data-dir "$1/data" >&2 || exit 78
free=$(df --output=avail -k "$1" | tail -1)
head -c $(( (free - $4) * 1024 )) /dev/zero > "$1/ballast"
run ingest "$3" --data-dir "$1/data" >&2; echo "$?"
rm "$1/ballast"
run search --top-k 1 --json "When do zebras graze?" --data-dir "$1/data"
"""


@pytest.mark.slow
@pytest.mark.parametrize("limit", [4096, 1_000_000])
def test_files_that_cannot_grow_are_a_storage_problem(
    served: Path,
    tmp_path: Path,
    rag: Callable,
    embedder: Embedder,
    write_large: Callable,
    answers: Callable,
    limit: int,
):
    """Whichever file meets its limit, the ingest ends by name and the old version serves."""
    write_large(tmp_path / "docs", "Brick")
    done = subprocess.run(  # noqa: S603 - our own
        rag("ingest", tmp_path / "docs", "--data-dir", served),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == StorageProblem.exit_code, done.stderr
    assert re.search(r"rag: cannot write .*; the index before is intact$", done.stderr, re.MULTILINE)
    assert answers(served) == ZEBRAS
    assert ingest([tmp_path / "docs"], served, lambda: embedder).documents == 2


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 20_000])
def test_a_disk_that_fills_up_is_a_storage_problem(tmp_path: Path, write_large: Callable, left: int):
    """With `left` KiB left the ingest is refused by name, and with space again the old version answers."""
    (tmp_path / "old.md").write_text(f"# Zebras\n\n{ZEBRAS}\n")
    write_large(tmp_path / "docs", "Brick")
    (tmp_path / "disk").mkdir()
    places = [str(tmp_path / name) for name in ("disk", "old.md", "docs")]
    unshare = shutil.which("unshare") or pytest.skip("needs unshare")
    done = subprocess.run(  # noqa: S603 - our own
        [unshare, "--user", "--map-root-user", "--mount", "sh", "-c", FILLED_UP, "sh", *places, str(left)],
        env={"PYTHON": sys.executable, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode in (1, 77):
        pytest.skip("mounting is not allowed here")
    code, found = done.stdout.split("\n", 1)
    assert code == str(StorageProblem.exit_code), done.stderr
    assert re.search("rag: .*the index (before )?is intact", done.stderr)
    assert ZEBRAS in found


def test_too_little_space_for_the_engine_is_refused_before_it_starts(
    served: Path, tmp_path: Path, embedder: Embedder, answers: Callable, monkeypatch: pytest.MonkeyPatch
):
    """The engine's memory maps are not begun on a disk that cannot hold them."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, 1_000_000))
    (tmp_path / "new.md").write_text("# Yachts\n\nYachts sail.\n")
    with pytest.raises(StorageProblem, match="the disk is full; the index before is intact"):
        ingest([tmp_path / "new.md"], served, lambda: embedder)
    assert answers(served) == ZEBRAS
    assert [f.name[:5] for f in (served / "versions").iterdir()] == ["v0001"]
