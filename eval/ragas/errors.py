"""Failures of the figures of ragas; see `ingest.errors`."""

from ingest.errors import RagError


class RagasMissing(RagError):
    """This environment has no ragas."""
