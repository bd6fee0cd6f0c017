"""What the tests of drafting share: material read from Markdown."""

from collections.abc import Callable

import pytest

from eval.drafting.choose import propose
from eval.drafting.material import Material, read_material
from eval.drafting.types import Proposal
from ingest.parsers import parse
from ingest.types import Document

Drafted = Callable[..., list[Proposal]]


def material_of(*texts: str) -> Material:
    """The documents `0.md`, `1.md`, … of these texts."""
    parsed = [(f"{n}.md", parse(text.encode(), f"{n}.md")) for n, text in enumerate(texts)]
    return read_material(Document(name, p.title, p.text, p.blocks) for name, p in parsed)


@pytest.fixture(scope="session")
def material() -> Callable[..., Material]:
    """Reads documents."""
    return material_of


@pytest.fixture
def drafted() -> Drafted:
    """Everything that is proposed from one section of this body under this heading."""

    def draft(body: str, heading: str = "Notes") -> list[Proposal]:
        return propose(material_of(f"# Guide\n\n## {heading}\n\n{body}\n"), (), 99, 0)

    return draft
