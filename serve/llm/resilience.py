"""Every fault of a language model is met here: retries within a deadline, and a circuit breaker."""

import random
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from serve.llm.breaker import Breaker
from serve.llm.deadline import Silent, bounded
from serve.llm.errors import (
    EmptyReply,
    ModelResting,
    ModelTimeout,
    ModelUnavailable,
    ReplyWithheld,
    StreamCut,
)
from serve.llm.prices import Price, cost_of
from serve.llm.types import End, Prompt, Provider, Reply, Spent, Usage, summed

T = TypeVar("T")
_LETTERS = 4
_Items = Generator[str | End, None, None]


@dataclass(frozen=True, slots=True)
class Policy:
    """How often it is tried, and the seconds that the exponential backoff starts from and stops at."""

    attempts: int = 3
    base: float = 0.5
    cap: float = 8.0

    def wait(self, attempt: int, retry_after: float | None, draw: float) -> float:
        """Seconds before the next attempt, for a `draw` from [0, 1): full jitter, on top of what was asked.

        M. Brooker, Exponential Backoff And Jitter (AWS Architecture Blog, 2015).
        """
        return (retry_after or 0.0) + draw * min(self.cap, self.base * 2.0 ** (attempt - 1))


class ResilientModel:
    """A provider that is asked again where that may help, and always answers or fails within the deadline.

    Each attempt may be silent for its share of the time that is left, so that one that hangs leaves room for
    another. `clock`, `sleep` and `draw` are arguments so that tests need not wait.
    """

    def __init__(
        self,
        provider: Provider,
        price: Price | None = None,
        policy: Policy = Policy(),
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.name = provider.name
        self._provider, self._price, self._policy = provider, price, policy
        self._breaker = breaker or Breaker(clock=clock)
        self._clock, self._sleep, self._draw = clock, sleep, draw

    def complete(self, prompt: Prompt, seconds: float) -> Reply:
        """The whole reply within `seconds`; one that is cut is asked for again. Raises ModelUnavailable."""
        call = _Call(self._clock(), seconds)

        def whole(attempt: int, silence: float) -> _Draft:
            draft = _Draft(attempt)
            for item in self._attempt(prompt, call, silence):
                draft.take(item, self._clock())
            return draft

        return self._reply(call, self._retried(call, whole))

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str | Reply]:
        """Pieces as they come, the Reply last; raises ModelUnavailable.

        It is asked again until the first piece is there; what was passed on cannot be taken back, so a later
        fault is the caller's to meet.
        """
        call = _Call(self._clock(), seconds)

        def opened(attempt: int, silence: float) -> tuple[_Draft, str | End, _Items]:
            items = self._attempt(prompt, call, silence)
            return _Draft(attempt), next(items), items

        draft, first, rest = self._retried(call, opened)
        try:
            with closing(rest):
                for item in chain([first], rest):
                    draft.take(item, self._clock())
                    if isinstance(item, str):
                        yield item
        except ModelUnavailable as error:
            error.spent = summed(call.spent)
            raise
        yield self._reply(call, draft)

    def _retried(self, call: "_Call", action: Callable[[int, float], T]) -> T:
        for attempt in range(1, self._policy.attempts + 1):
            share = (call.ends - self._clock()) / (self._policy.attempts - attempt + 1)
            if share <= 0:
                raise ModelTimeout(self._late(call))
            try:
                return action(attempt, share)
            except ModelResting:
                raise
            except ModelUnavailable as error:
                error.attempts, error.spent = attempt, summed(call.spent)
                wait = self._policy.wait(attempt, error.retry_after, self._draw())
                too_late = self._clock() + wait >= call.ends
                if attempt == self._policy.attempts or too_late or not error.retryable:
                    raise
            self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, prompt: Prompt, call: "_Call", silence: float) -> "_Items":
        """One attempt's pieces and its End, or a ModelUnavailable that the breaker has counted."""

        def left() -> float:
            return min(silence, call.ends - self._clock())

        with self._breaker.guard():
            text, usage, ended = "", None, False
            try:
                for item in bounded(lambda: self._provider.stream(prompt, silence), left):
                    if isinstance(item, End):
                        usage, ended = item.usage, True
                        self._check(item, text)
                    else:
                        text += item
                    if item != "":
                        yield item
            except Silent:
                quiet = f"the language model {self.name} was silent for {silence:.1f} s"
                late = self._clock() >= call.ends
                raise ModelTimeout(self._late(call) if late else quiet) from None
            finally:
                if usage is None and text and not ended:
                    usage, ended = estimated(prompt, text), True
                if ended:
                    call.spent.append(Spent(usage, cost_of(usage, self._price)))

    def _late(self, call: "_Call") -> str:
        return f"the language model {self.name} did not finish within {call.seconds:g} s"

    def _check(self, end: End, text: str) -> None:
        if end.finish is None:
            raise StreamCut(
                f"the reply of the language model {self.name} broke off after {len(text)} characters"
            )
        if text.strip():
            return
        if end.finish == "complete":
            raise EmptyReply(f"the language model {self.name} sent an empty reply")
        why = "used all its tokens before it wrote a word" if end.finish == "length" else "withheld its reply"
        raise ReplyWithheld(f"the language model {self.name} {why}")

    def _reply(self, call: "_Call", draft: "_Draft") -> Reply:
        end = draft.end
        if end is None or end.finish is None:
            raise AssertionError("an attempt that ends well has an End that was checked")
        return Reply(
            text="".join(draft.pieces),
            model=end.model,
            finish=end.finish,
            spent=summed(call.spent),
            seconds=self._clock() - call.started,
            first_piece=draft.first_piece - call.started,
            attempts=draft.attempt,
        )


def estimated(prompt: Prompt, text: str) -> Usage:
    """About what a provider charges for an attempt that broke off: a token for four characters."""
    sent = len(prompt.system) + sum(len(m.text) for m in prompt.messages)
    return Usage(-(-sent // _LETTERS), -(-len(text) // _LETTERS))


@dataclass(frozen=True, slots=True)
class _Call:
    started: float
    seconds: float
    spent: list[Spent] = field(default_factory=list)

    @property
    def ends(self) -> float:
        return self.started + self.seconds


@dataclass(slots=True)
class _Draft:
    """What one attempt has given so far."""

    attempt: int
    pieces: list[str] = field(default_factory=list)
    first_piece: float = 0.0
    end: End | None = None

    def take(self, item: str | End, now: float) -> None:
        if isinstance(item, End):
            self.end = item
            return
        if not self.pieces:
            self.first_piece = now
        self.pieces.append(item)
