"""What can go wrong between us and a language model, and whether it is worth another try."""

from ingest.errors import RagError
from serve.llm.types import Spent


class ModelUnavailable(RagError):
    """The language model gave no usable reply.

    `retryable`: the same call may succeed later; `retry_after`: not before so many seconds, where that is
    known; `attempts`: how often it was tried, and `spent` what that came to.
    """

    exit_code = 13
    retryable = True

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.attempts = 1
        self.spent = Spent()


class ModelTimeout(ModelUnavailable):
    """Nothing came within the time."""


class ModelBusy(ModelUnavailable):
    """The provider limits how often it may be asked (429)."""


class ModelDown(ModelUnavailable):
    """There is no connection, or the server failed (5xx)."""


class StreamCut(ModelUnavailable):
    """The reply broke off before its end."""


class UnreadableReply(ModelUnavailable):
    """What came is not the protocol that was expected."""


class EmptyReply(ModelUnavailable):
    """The reply ended and holds no text."""


class ReplyWithheld(ModelUnavailable):
    """The reply holds no text and would hold none again: the tokens ran out, or a filter stopped it."""

    retryable = False


class ReplyForeign(ModelUnavailable):
    """The reply is in another language than the evidence, and nothing of it could be shown to be true."""

    retryable = False


class ModelDenied(ModelUnavailable):
    """The key is wrong, may not use this model, or has no credit left."""

    retryable = False


class ModelRejected(ModelUnavailable):
    """The provider does not take this request: an unknown model, or a prompt that is too long, say."""

    retryable = False


class BudgetSpent(ModelUnavailable):
    """What language models may cost today is spent."""

    retryable = False


class ModelResting(ModelUnavailable):
    """It failed so often in a row that it is left alone for a while."""
