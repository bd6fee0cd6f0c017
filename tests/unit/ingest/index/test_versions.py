"""One version serves at a time: names, the swap, what is swept, and the one writer."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from ingest.errors import IndexBusy, IndexMismatch, IndexMissing, PathProblem, StorageProblem
from ingest.index import versions
from ingest.index.versions import KEPT_VERSIONS, SCHEMA_VERSION, Manifest

MANIFEST = Manifest(
    SCHEMA_VERSION,
    "v0001-ab",
    "ab",
    "minilm",
    384,
    "1",
    1,
    2,
    3,
    "2026-01-01T00:00:00Z",
    "edge",
    {"ü": "x"},
    {"a": 1},
)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory without an index."""
    (tmp_path / "versions").mkdir()
    return tmp_path


def _swap(data_dir: Path, name: str) -> Path:
    building = versions.version_folder(data_dir, f".{name}")
    (building / "bm25").mkdir(parents=True)
    (building / "bm25" / "file").write_text(name)
    versions.swap_in(data_dir, building, name)
    return versions.version_folder(data_dir, name)


def test_a_swap_names_the_version_and_leaves_the_old_one(data_dir: Path):
    """After a swap CURRENT names the new version, whole; the one before is still there for its readers."""
    old, new = _swap(data_dir, "v0001-a"), _swap(data_dir, "v0002-b")
    assert versions.serving_version(data_dir) == new.name
    assert [(f / "bm25" / "file").read_text() for f in (old, new)] == ["v0001-a", "v0002-b"]
    assert sorted(f.name for f in data_dir.iterdir()) == ["CURRENT", "versions"]


@pytest.mark.parametrize("call", ["rename", "replace", "write_text"])
def test_a_swap_that_fails_at_any_step_leaves_the_old_version(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, call: str
):
    """Whichever step of the swap fails, CURRENT goes on naming the version before."""
    _swap(data_dir, "v0001-a")
    building = versions.version_folder(data_dir, ".v0002-b")
    building.mkdir()

    def failing(*args: object, **kwargs: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(Path, call, failing)
    with pytest.raises(OSError, match="no"):
        versions.swap_in(data_dir, building, "v0002-b")
    assert versions.serving_version(data_dir) == "v0001-a"


def test_sweeping_keeps_the_serving_and_the_newest_versions(data_dir: Path):
    """Unfinished builds and all but the newest versions go; the serving one stays however old it is."""
    names = [f"v{n:04d}-x" for n in range(1, 7)]
    for age, name in enumerate(names):
        os.utime(_swap(data_dir, name), (age, age))
    (data_dir / "CURRENT").write_text(names[0])
    (data_dir / "versions" / ".v0009-y").mkdir()
    versions.sweep(data_dir)
    left = {f.name for f in (data_dir / "versions").iterdir()}
    assert left == {names[0], *names[-KEPT_VERSIONS:]}


def test_numbers_go_on_from_the_highest(data_dir: Path):
    """Numbers count on beyond four digits, and a folder of another name is no obstacle."""
    assert versions.next_number(data_dir) == 1
    for name in ("v0002-a", "v10041-b", "vendor", ".v99999-c"):
        (data_dir / "versions" / name).mkdir()
    assert versions.next_number(data_dir) == 10042


def test_a_missing_index_says_how_to_make_one(tmp_path: Path):
    """Without CURRENT there is no index, and the message holds the command that builds one."""
    with pytest.raises(IndexMissing, match=f"rag ingest PATH --data-dir {tmp_path}"):
        versions.serving_version(tmp_path)


def test_a_manifest_comes_back_as_written(tmp_path: Path):
    """Reading gives what was written, whatever script it is in."""
    versions.write_manifest(tmp_path, MANIFEST)
    assert versions.read_manifest(tmp_path) == MANIFEST


@pytest.mark.parametrize(
    "content", ["", "{", json.dumps({**asdict(MANIFEST), "schema": 99}), "[]", '{"schema": 1}']
)
def test_a_manifest_of_another_schema_or_a_damaged_one_is_a_mismatch(tmp_path: Path, content: str):
    """Whatever is wrong with a manifest has a name and says to ingest into a new folder."""
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(IndexMismatch, match="new --data-dir"):
        versions.read_manifest(tmp_path)


def test_a_second_writer_is_told_who_has_the_index(tmp_path: Path):
    """While one process writes, another gets IndexBusy with the first one's number; then it may write."""
    code = "import sys; from pathlib import Path; from ingest.index.versions import writing\n"
    code += "with writing(Path(sys.argv[1])): print('writing', flush=True); sys.stdin.readline()"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:  # noqa: S603 - our own
        assert other.stdout.readline() == "writing\n"
        with pytest.raises(IndexBusy, match=f"process {other.pid} "), versions.writing(tmp_path):
            pytest.fail("two writers at once")
        other.communicate("done\n")
    with versions.writing(tmp_path):
        assert (tmp_path / "write.lock").read_text() == f"{os.getpid()}\n"


def test_a_data_directory_that_cannot_be_one_is_a_path_problem(tmp_path: Path):
    """A file in the directory's place is named."""
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(PathProblem, match="cannot write the data directory"),
        versions.writing(tmp_path / "file"),
    ):
        pytest.fail("written into a file")


def test_a_full_disk_is_met_by_name_at_the_lock(tmp_path: Path):
    """Where not even the lock can be signed, the failure is a StorageProblem and the lock is free again."""
    (tmp_path / "versions").mkdir()
    (tmp_path / "write.lock").symlink_to("/dev/full")
    with pytest.raises(StorageProblem, match="index is intact"), versions.writing(tmp_path):
        pytest.fail("written to a full disk")
