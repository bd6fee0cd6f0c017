"""`rag index`: versions are listed, and an earlier one serves again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def versions(rag: Callable, tmp_path: Path) -> list[str]:
    """The names of three versions of an index over one note, oldest first."""
    for number in range(3):
        (tmp_path / "note.md").write_text(f"# Note\n\nThis is wording {number}.\n")
        rag("ingest", tmp_path / "note.md", "--data-dir", tmp_path / "data")
    return [v["version"] for v in _listed(rag, tmp_path)]


def _listed(rag: Callable, tmp_path: Path) -> list[dict]:
    done = rag("index", "versions", "--json", "--data-dir", tmp_path / "data")
    assert (done.returncode, done.stderr) == (0, "")
    return list(map(json.loads, done.stdout.splitlines()))


def _text(rag: Callable, tmp_path: Path) -> str:
    return rag("documents", "text", "note.md", "--data-dir", tmp_path / "data").stdout.splitlines()[-1]


@pytest.mark.slow
def test_the_version_before_serves_again(rag: Callable, tmp_path: Path, versions: list[str]):
    """Without a name the one before serves; with one, that one; the next ingest goes on from it."""
    data = ("--data-dir", tmp_path / "data")
    assert [v["serving"] for v in _listed(rag, tmp_path)] == [False, False, True]
    assert versions[1] in rag("index", "rollback", *data).stdout
    assert _text(rag, tmp_path) == "This is wording 1."
    rag("index", "rollback", versions[0][:5], *data)
    assert _text(rag, tmp_path) == "This is wording 0."
    (tmp_path / "other.md").write_text("# Other\n\nAnother one.\n")
    assert "(1 added, 0 changed, 0 unchanged)" in rag("ingest", tmp_path / "other.md", *data).stdout
    assert _text(rag, tmp_path) == "This is wording 0."
    assert [v["version"][:5] for v in _listed(rag, tmp_path)] == ["v0001", "v0002", "v0003", "v0004"]
    rag("index", "rollback", versions[2], *data)
    assert _text(rag, tmp_path) == "This is wording 2."


@pytest.mark.slow
def test_there_is_no_way_back_to_what_is_not_kept(rag: Callable, tmp_path: Path, versions: list[str]):
    """An unknown version and one before the first are errors that name those that are kept."""
    for wanted in (["v0009"], [versions[0][:6]]):
        done = rag("index", "rollback", *wanted, "--data-dir", tmp_path / "data")
        assert (done.returncode, versions[0] in done.stderr) == (4, True)
    rag("index", "rollback", versions[0], "--data-dir", tmp_path / "data")
    assert rag("index", "rollback", "--data-dir", tmp_path / "data").returncode == 4
