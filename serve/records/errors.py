"""What goes wrong with records."""

from ingest.errors import RagError


class UnknownRecord(RagError):
    """There is no such answer, conversation or key, or it is not for the one who asks."""

    exit_code = 14
