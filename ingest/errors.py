"""Failures with a name. Each message is one line that says what to do; `exit_code` is its own.

Exit codes are documented in docs/cli.md; 1 is left to Python's own crashes and 2 to usage errors.
"""


class RagError(Exception):
    """Base of every failure that is the caller's to mend."""

    exit_code = 10


class PathProblem(RagError):
    """A path is missing, unreadable or holds nothing that can be ingested."""

    exit_code = 4


class UnreadableDocument(RagError):
    """One file cannot be parsed; an ingest skips it and reports it."""

    exit_code = 3


class IndexMissing(RagError):
    """There is no index in the data directory."""

    exit_code = 5


class IndexMismatch(RagError):
    """The index was built by another embedding model or schema version."""

    exit_code = 6


def damaged(reason: object) -> IndexMismatch:
    """What is raised for an index that cannot be read; the next ingest could not read it either."""
    return IndexMismatch(f"the index is damaged ({reason}): ingest the documents into a new --data-dir")


class IndexBusy(RagError):
    """Another process is writing this index."""

    exit_code = 7


class BadQuestion(RagError):
    """The question is empty, too long or not text."""

    exit_code = 8


class ModelProblem(RagError):
    """A model is missing, damaged or not the expected one."""

    exit_code = 9


class SettingsProblem(RagError):
    """A setting is unknown or has an impossible value."""

    exit_code = 11


class StorageProblem(RagError):
    """The disk is full or the store does not answer."""

    exit_code = 12
