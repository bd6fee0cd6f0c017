"""What the parsers' tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.parsers.builder import Parsed

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "documents"
Shown = list[tuple[str, int, str]]


def _show(parsed: Parsed) -> Shown:
    end = 0
    for block in parsed.blocks:
        content = parsed.text[block.start : block.end]
        assert end <= block.start < block.end <= len(parsed.text)
        assert content.strip()
        assert block.kind == "code" or (content == content.strip() and "\n" not in content)
        end = block.end
    return [(block.kind, block.level, parsed.text[block.start : block.end]) for block in parsed.blocks]


@pytest.fixture
def show() -> Callable[[Parsed], Shown]:
    """A document's blocks as (kind, level, text), once their offsets are found sound."""
    return _show


@pytest.fixture
def shared() -> Callable[[str], bytes]:
    """The bytes of a real document by its name; a user of the project does not have them."""

    def read(name: str) -> bytes:
        path = SHARED / name
        if not path.exists():
            pytest.skip("needs ../shared/data/documents, which is not part of the project")
        return path.read_bytes()

    return read
