"""Where in a document's outline a place is."""

from pathlib import Path

from ingest.reading import read_paths
from ingest.sections import path_at, sections
from ingest.types import Document


def test_the_path_of_a_place_is_that_of_its_section(corpus: Path):
    """For every block of the guide that ships, whatever its format."""
    for document in read_paths([corpus]):
        assert isinstance(document, Document)
        for section in sections(document):
            assert all(path_at(document, b.start) == section.path for b in section.blocks)
