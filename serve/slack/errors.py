"""What can go wrong between us and Slack."""

from ingest.errors import RagError


class SlackProblem(RagError):
    """Slack cannot be reached or does not let us in: the bot stops, and what is queued stays queued."""

    exit_code = 17


class Gone(Exception):
    """What the call was about is no longer there: a message, a channel, or our place in it."""


class Uncertain(Exception):
    """The connection broke or the server failed: the call may have done its work all the same."""


class Refused(Exception):
    """Slack does not take this call; asking again would not change it."""
