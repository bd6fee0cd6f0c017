"""Failures of evaluation with a name; see `ingest.errors`."""

from ingest.errors import RagError


class RunFailed(RagError):
    """A golden question raised an error, so there are no figures."""


class Incomparable(RagError):
    """Two runs, or a run and a baseline, that asked different things."""


class BelowBaseline(RagError):
    """A figure fell beyond its allowance."""

    exit_code = 20
