"""What the server does with a request: well, or badly in one of the ways that real ones do."""

import re
from dataclasses import dataclass
from email.utils import formatdate
from time import time
from typing import Literal


@dataclass(frozen=True, slots=True)
class Say:
    """Replies with the text, in pieces of a word each when streaming; "" is an empty reply.

    `delay` seconds before the first byte, `pace` before each piece. `cached` overrides the tokens of the
    prompt that came from the cache; `counted=False` leaves usage out, as some servers do.
    """

    text: str
    delay: float = 0.0
    pace: float = 0.0
    finish: Literal["complete", "length", "withheld"] = "complete"
    cached: int | None = None
    counted: bool = True

    @property
    def pieces(self) -> list[str]:
        """The text cut before each word; joined they are the text."""
        return re.findall(r"\s*\S+|\s+\Z", self.text)


@dataclass(frozen=True, slots=True)
class Fail:
    """An HTTP error: 401, 404, 429, 500, 503, 529. `retry_after`: seconds, sent as they are or `as_date`."""

    status: int
    message: str = "scripted to fail"
    kind: str = ""
    retry_after: float | None = None
    as_date: bool = False
    delay: float = 0.0

    @property
    def headers(self) -> dict[str, str]:
        """The Retry-After header, if there is one."""
        if self.retry_after is None:
            return {}
        value = (
            formatdate(time() + self.retry_after, usegmt=True) if self.as_date else f"{self.retry_after:g}"
        )
        return {"Retry-After": value}


@dataclass(frozen=True, slots=True)
class Cut:
    """Breaks off after so many pieces: the connection is gone, or ends `politely` without closing events."""

    text: str
    after: int
    politely: bool = False


@dataclass(frozen=True, slots=True)
class StreamFault:
    """An error event after so many pieces, in a stream that had begun well."""

    text: str
    after: int
    kind: str = "overloaded_error"
    message: str = "Overloaded"


@dataclass(frozen=True, slots=True)
class Malformed:
    """What should be JSON is not, after so many pieces of the text."""

    text: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class Hang:
    """Goes silent after so many pieces; with `pings` it keeps the line busy with empty comments."""

    pings: bool = False
    text: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class Drop:
    """Closes the connection without a word."""


Behaviour = Say | Fail | Cut | StreamFault | Malformed | Hang | Drop
