"""How often somebody may ask. The `limits` library is known in this file alone."""

import logging
import math
import time
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, parse
from limits.errors import ConfigurationError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from ingest.errors import RagError, SettingsProblem

_LOG = logging.getLogger(__name__)


class TooManyRequests(RagError):
    """Somebody asks more often than they may; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Rate:
    """A number of requests in a time, such as 120/minute, for each of whoever is counted.

    Counts slide over the window (https://limits.readthedocs.io/en/stable/strategies.html), in memory or in
    Redis. While Redis does not answer, each process counts for itself: nobody is locked out.
    """

    def __init__(self, setting: str, allowed: str, store: str = "") -> None:
        """Raises SettingsProblem; no `allowed` is no limit."""
        self._item = _parsed(setting, allowed) if allowed else None
        self._mine = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = SlidingWindowCounterRateLimiter(_storage(store)) if store else self._mine

    def count(self, who: str) -> None:
        """Counts a request of `who`; raises TooManyRequests, and then counts nothing."""
        if self._item is None:
            return
        limiter = self._shared
        try:
            allowed = limiter.hit(self._item, who)
        except Exception as error:  # each store has errors of its own
            _LOG.warning("the store of rates does not answer (%s): counted here alone", error)
            limiter = self._mine
            allowed = limiter.hit(self._item, who)
        if not allowed:
            wait = limiter.get_window_stats(self._item, who).reset_time - time.time()
            raise TooManyRequests(
                f"at most {self._item} are answered: ask again later", max(1, math.ceil(wait))
            )


def counted_address(address: str) -> str:
    """What an address counts as: of IPv6 the first 64 bits, since whoever has one has all of those."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(IPv6Address(int(parsed) >> 64 << 64)) if isinstance(parsed, IPv6Address) else str(parsed)


def _parsed(setting: str, allowed: str) -> RateLimitItem:
    try:
        return parse(allowed)
    except ValueError as error:
        raise SettingsProblem(f"{setting}: {allowed!r} is no rate: write 120/minute or 5/second") from error


def _storage(url: str) -> Storage:
    try:
        storage = storage_from_string(url)
    except (ConfigurationError, ValueError) as error:
        raise SettingsProblem(
            "RAG_RATE_STORE: write redis://HOST:PORT, and install the extra `redis`"
        ) from error
    assert isinstance(storage, Storage)  # noqa: S101 - the library's asynchronous ones are async+redis://
    return storage
