"""What is asked of a language model and what comes back, whichever it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Finish = Literal["complete", "length", "withheld"]
"""Why a reply ended: by itself, at the limit of tokens, or stopped by the provider's filter."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    `recurs`: prompts up to the end of this turn come again, which a provider that caches only what is marked
    has to be told.
    """

    role: Literal["user", "assistant"]
    text: str
    recurs: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything that is sent; `messages` end with a turn of the user.

    `schema` is a JSON schema that the reply has to follow, for providers that can hold a model to one;
    whoever reads the reply checks it all the same.
    """

    system: str
    messages: tuple[Message, ...]
    max_tokens: int
    schema: Mapping[str, Any] | None = None
    temperature: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counted them; `cached` and `written` are parts of `prompt`.

    `cached` were read from the provider's prefix cache, `written` were put there at a price of their own.
    """

    prompt: int
    completion: int
    cached: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """What calls came to: `usage` is None where a server counted nothing, `cost` where a price is unknown."""

    usage: Usage | None = Usage(0, 0)
    cost: float | None = 0.0

    @property
    def tokens(self) -> Mapping[str, int]:
        """The counts by name; empty where nothing was counted."""
        if self.usage is None or not (self.usage.prompt or self.usage.completion):
            return {}
        return {
            "prompt": self.usage.prompt,
            "cached": self.usage.cached,
            "written": self.usage.written,
            "completion": self.usage.completion,
        }


class Counted(Protocol):
    """Anything with its tokens by name and its cost."""

    @property
    def tokens(self) -> Mapping[str, int]:
        """As in `Spent.tokens`."""
        ...

    @property
    def cost(self) -> float | None:
        """US dollars, None where a price is not known."""
        ...


def usage_of(tokens: Mapping[str, int]) -> Usage | None:
    """What `Spent.tokens` were made from."""
    if not tokens:
        return None
    return Usage(tokens["prompt"], tokens["completion"], tokens["cached"], tokens["written"])


def summed(parts: Iterable[Spent]) -> Spent:
    """All of it together; what is unknown of one part is unknown of the whole, but for the tokens."""
    listed = list(parts)
    counted = [p.usage for p in listed if p.usage]
    costs = [p.cost for p in listed if p.cost is not None]
    usage = Usage(
        sum(u.prompt for u in counted),
        sum(u.completion for u in counted),
        sum(u.cached for u in counted),
        sum(u.written for u in counted),
    )
    return Spent(usage if counted or not listed else None, sum(costs) if len(costs) == len(listed) else None)


Purpose = Literal["draft", "rewrite", "second opinion"]


@dataclass(frozen=True, slots=True)
class Call:
    """What one call for an answer was for, which model was asked, and what it came to, retries included."""

    model: str
    purpose: Purpose
    tokens: Mapping[str, int]
    cost: float | None


def call_of(model: str, purpose: Purpose, spent: Spent) -> Call:
    """The call that came to `spent`."""
    return Call(model, purpose, spent.tokens, spent.cost)


def total(parts: Iterable[Counted]) -> Spent:
    """All of it together, as in `summed`."""
    return summed(Spent(usage_of(p.tokens), p.cost) for p in parts)


@dataclass(frozen=True, slots=True)
class End:
    """The last thing in a provider's stream; without `finish` the stream was cut before its end."""

    model: str
    usage: Usage | None
    finish: Finish | None


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply.

    `model` is the name that the server gave. `spent` is of all attempts: one that broke off after some words,
    of which no provider reports the counts, is estimated. `seconds` and `first_piece` count from the call to
    the end and to the first piece of text, failed attempts and waiting among them.
    """

    text: str
    model: str
    finish: Finish
    spent: Spent
    seconds: float
    first_piece: float
    attempts: int


class Provider(Protocol):
    """One way to reach one model: a single attempt, whose failures are ModelUnavailable."""

    name: str

    def stream(self, prompt: Prompt, silence: float) -> Iterator[str | End]:
        """Pieces of text, then the End; no read takes more than `silence` seconds.

        An empty piece is a sign of life, such as a step of hidden reasoning.
        """
        ...


class LanguageModel(Protocol):
    """What the product talks to."""

    name: str

    def complete(self, prompt: Prompt, seconds: float) -> Reply:
        """The whole reply within `seconds`; raises ModelUnavailable."""
        ...

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str | Reply]:
        """Pieces of text as they come, the Reply last; raises ModelUnavailable, also after some pieces."""
        ...
