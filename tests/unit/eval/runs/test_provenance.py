"""Which commit a figure comes from."""

import subprocess
from pathlib import Path

import pytest

from eval.runs.provenance import PROJECT, commit
from eval.runs.types import Commit


def test_a_folder_that_is_no_checkout_has_no_commit(tmp_path: Path):
    """Even inside somebody else's repository, where an installed package may lie."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)  # noqa: S603, S607 - fixed words
    (tmp_path / "installed").mkdir()
    assert commit(tmp_path / "installed") is None


def test_a_repository_without_a_commit_has_none(tmp_path: Path):
    """It is no error."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)  # noqa: S603, S607 - fixed words
    assert commit(tmp_path) is None


def test_without_git_there_is_no_commit(monkeypatch: pytest.MonkeyPatch):
    """A container need not have it."""
    monkeypatch.setenv("PATH", "")
    assert commit(PROJECT) is None


def test_a_changed_file_makes_a_commit_dirty(tmp_path: Path):
    """Clean after a commit, dirty once a file differs or is new."""
    (tmp_path / "a.txt").write_text("a")
    who = ("-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "a")):
        subprocess.run(["git", "-C", tmp_path, *words], check=True)  # noqa: S603, S607 - fixed words
    clean = commit(tmp_path)
    assert clean is not None
    assert (len(clean.sha), clean.dirty) == (40, False)
    (tmp_path / "b.txt").write_text("b")
    assert commit(tmp_path) == Commit(clean.sha, dirty=True)
