"""Copies are byte for byte the same, and their holes stay holes."""

from pathlib import Path

import pytest

from ingest.index.sparse import copy_tree

MIB = 1024 * 1024


@pytest.mark.parametrize(
    "written", [[], [(0, b"a" * 9000)], [(5 * MIB, b"b")], [(0, b"c"), (3 * MIB, b"d" * MIB)]]
)
def test_a_copy_has_the_same_bytes_and_no_more_blocks(tmp_path: Path, written: list[tuple[int, bytes]]):
    """Whatever lies where in a file, the copy reads the same and takes no more room."""
    (tmp_path / "a" / "deep").mkdir(parents=True)
    original = tmp_path / "a" / "deep" / "file"
    with original.open("wb") as file:
        file.truncate(8 * MIB)
        for place, data in written:
            file.seek(place)
            file.write(data)
    copy_tree(tmp_path / "a", tmp_path / "b")
    copy = tmp_path / "b" / "deep" / "file"
    assert copy.read_bytes() == original.read_bytes()
    assert copy.stat().st_blocks <= original.stat().st_blocks
