"""What the parsers' tests share."""

from collections.abc import Callable

import pytest

from ingest.parsers.builder import Parsed

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
