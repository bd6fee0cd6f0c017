"""The journal keeps embedded vectors until the version that needs them is finished."""

from pathlib import Path

import numpy as np
import pytest

from ingest.index.journal import Journal
from ingest.models.late import Embedded

FOUND = [
    Embedded(np.array([1, 0.5], np.float32), b"code"),
    Embedded(np.array([0, -1], np.float32), b""),
]


def test_vectors_survive_an_unfinished_ingest(tmp_path: Path):
    """What was added is there in the next process, exactly; what was not is None."""
    first = Journal(tmp_path / "journal")
    first.add(["a", "b"], FOUND)
    second = Journal(tmp_path / "journal")
    assert "a" in second and "c" not in second
    for name, found in zip("ab", FOUND, strict=True):
        assert (second.get(name).vector == found.vector).all()
        assert second.get(name).codes == found.codes
    assert second.get("c") is None
    first.close(finished=False)
    second.close(finished=False)
    assert (tmp_path / "journal").exists()


def test_a_finished_ingest_leaves_no_journal(tmp_path: Path):
    """Closing a finished journal removes it with all its companions."""
    journal = Journal(tmp_path / "journal")
    journal.add(["a", "b"], FOUND)
    journal.close(finished=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_journal_is_begun_anew(tmp_path: Path, content: bytes):
    """A journal that cannot be read costs its vectors, never the ingest."""
    (tmp_path / "journal").write_bytes(content)
    journal = Journal(tmp_path / "journal")
    journal.add(["a", "b"], FOUND)
    assert "a" in journal
    journal.close(finished=True)
