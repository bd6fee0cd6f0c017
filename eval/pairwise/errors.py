"""Failures of pairwise comparison with a name; see `ingest.errors`."""

from ingest.errors import RagError


class SameRun(RagError):
    """A run was given twice, so there is nothing to compare."""


class VotesBusy(RagError):
    """Another process is collecting votes in this file."""


class NoVotes(RagError):
    """The file of votes holds none that decides anything."""


class CannotServe(RagError):
    """The page cannot be served: the port is taken, or a package is missing."""
