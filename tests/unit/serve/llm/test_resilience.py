"""Retries within a deadline and the circuit breaker, by a clock that the test moves."""

import time
from collections.abc import Iterator

import pytest

from serve.llm.breaker import Breaker
from serve.llm.errors import (
    EmptyReply,
    ModelBusy,
    ModelDown,
    ModelRejected,
    ModelResting,
    ModelTimeout,
    ModelUnavailable,
    StreamCut,
)
from serve.llm.prices import Price
from serve.llm.resilience import Policy, ResilientModel
from serve.llm.types import End, Message, Prompt, Reply, Spent, Usage

PROMPT = Prompt("", (Message("user", "?"),), 10)
WELL = ["one", " two", End("served", Usage(1_000_000, 500_000, cached=400_000), "complete")]


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Moves on."""
        self.slept.append(seconds)
        self.now += seconds


class Provider:
    """Gives each attempt the next of these lists; an exception in one is raised at its place."""

    name = "scripted"

    def __init__(self, *attempts: list[object]) -> None:
        self.attempts = list(attempts)
        self.asked = 0

    def stream(self, prompt: Prompt, silence: float) -> Iterator[str | End]:
        """One attempt."""
        self.asked += 1
        for item in self.attempts.pop(0) if self.attempts else WELL:
            if isinstance(item, Exception):
                raise item
            yield item  # type: ignore[misc]


def model_of(provider: Provider, clock: Clock, **more: object) -> ResilientModel:
    """With jitter at half of its range."""
    return ResilientModel(provider, clock=clock, sleep=clock.sleep, draw=lambda: 0.5, **more)  # type: ignore[arg-type]


def test_faults_that_pass_are_tried_again():
    """Two failures and a reply: the waits double, with jitter, and the reply says how often it took."""
    clock = Clock()
    provider = Provider([ModelDown("a")], [EmptyReply("b")])
    reply = model_of(provider, clock).complete(PROMPT, 60)
    assert (reply.text, reply.attempts, clock.slept) == ("one two", 3, [0.25, 0.5])
    assert (reply.first_piece, reply.seconds) == (0.75, 0.75)


def test_the_last_failure_is_the_one_that_is_told():
    """After the last attempt its error comes out, with the number of attempts, and nobody waits any more."""
    clock = Clock()
    provider = Provider([ModelDown("a")], [ModelDown("b")], [ModelBusy("c", 4.0)])
    with pytest.raises(ModelBusy, match="c") as caught:
        model_of(provider, clock).complete(PROMPT, 60)
    assert (caught.value.attempts, caught.value.retry_after, provider.asked) == (3, 4.0, 3)
    assert len(clock.slept) == 2


def test_no_retry_comes_before_the_time_that_was_asked_for():
    """The jitter lies on top of Retry-After."""
    clock = Clock()
    model_of(Provider([ModelBusy("a", 5.0)]), clock).complete(PROMPT, 60)
    assert clock.slept == [5.25]


def test_a_wait_beyond_the_deadline_is_not_waited():
    """The person learns at once that it will not work in time."""
    clock = Clock()
    provider = Provider([ModelBusy("a", 60.0)])
    with pytest.raises(ModelBusy):
        model_of(provider, clock).complete(PROMPT, 60)
    assert (clock.slept, provider.asked) == ([], 1)


def test_what_stays_wrong_is_not_tried_again():
    """A request that was rejected is rejected again."""
    clock = Clock()
    provider = Provider([ModelRejected("no")])
    with pytest.raises(ModelRejected):
        model_of(provider, clock).complete(PROMPT, 60)
    assert (clock.slept, provider.asked) == ([], 1)


def test_waits_grow_to_a_limit_and_jitter_covers_all_of_it():
    """Full jitter: anywhere from nothing to the doubled base, never above the cap."""
    policy = Policy(base=0.5, cap=8)
    assert [policy.wait(n, None, 1.0) for n in range(1, 8)] == [0.5, 1, 2, 4, 8, 8, 8]
    assert policy.wait(5, None, 0.0) == 0


def test_a_reply_that_was_cut_is_asked_for_again():
    """Nobody has seen the first half, so the whole is the second attempt's alone."""
    provider = Provider(["half", StreamCut("cut")])
    assert model_of(provider, Clock()).complete(PROMPT, 60).text == "one two"


def test_a_stream_is_tried_again_until_its_first_piece():
    """Failures before the first piece stay hidden."""
    provider = Provider([ModelDown("a")], [End("served", None, "complete")])
    *pieces, reply = model_of(provider, Clock()).stream(PROMPT, 60)
    assert pieces == ["one", " two"]
    assert isinstance(reply, Reply) and reply.attempts == 3


def test_a_stream_that_has_begun_is_not_begun_again():
    """What was shown cannot be taken back: the fault comes out behind the pieces."""
    provider = Provider(["one", StreamCut("cut")])
    stream = model_of(provider, Clock()).stream(PROMPT, 60)
    assert next(stream) == "one"
    with pytest.raises(StreamCut):
        next(stream)
    assert provider.asked == 1


def test_an_end_without_a_reason_is_a_cut():
    """A connection that closes politely in the middle gives no whole reply."""
    provider = Provider(["one", End("served", None, None)])
    with pytest.raises(StreamCut, match="broke off after 3 characters"):
        model_of(provider, Clock(), policy=Policy(attempts=1)).complete(PROMPT, 60)


def test_the_cost_is_that_of_the_tokens():
    """Cached tokens at their own price, the others at the input's, the reply's at the output's."""
    price = Price(input=2.0, output=8.0, cached_input=0.5)
    assert model_of(Provider(), Clock(), price=price).complete(PROMPT, 60).spent.cost == pytest.approx(5.4)
    assert model_of(Provider(), Clock()).complete(PROMPT, 60).spent.cost is None


def test_every_attempt_costs():
    """One that broke off after some words is estimated, one that never began is not charged for."""
    price = Price(input=1_000_000.0, output=0.0, cached_input=0.0)
    broken = ["one ", StreamCut("gone")]
    provider = Provider([ModelDown("no")], broken)
    spent = model_of(provider, Clock(), price=price).complete(PROMPT, 60).spent
    assert spent.usage == Usage(1_000_001, 500_001, cached=400_000)
    assert spent.cost == pytest.approx(600_001)


def test_a_call_that_fails_says_what_it_came_to():
    """Also where pieces had been passed on."""
    price = Price(input=1_000_000.0, output=2_000_000.0)
    model = model_of(Provider(["one two", StreamCut("gone")]), Clock(), price=price)
    with pytest.raises(StreamCut) as failure:
        list(model.stream(PROMPT, 60))
    assert failure.value.spent == Spent(Usage(1, 2), 5.0)
    denied = Provider([ModelRejected("no")])
    with pytest.raises(ModelRejected) as failure:
        model_of(denied, Clock(), price=price).complete(PROMPT, 60)
    assert failure.value.spent.tokens == {}
    assert failure.value.spent.cost == 0


def test_a_deadline_that_has_passed_is_a_time_out():
    """Without time nothing is waited for."""
    with pytest.raises(ModelTimeout):
        model_of(Provider(), Clock()).complete(PROMPT, -1.0)


def test_a_model_that_thinks_is_not_silent():
    """Signs of life without text hold off the limit on silence, not the deadline; they are not passed on."""

    class Thinking(Provider):
        def stream(self, prompt: Prompt, silence: float) -> Iterator[str | End]:
            for _ in range(6):
                time.sleep(0.05)
                yield ""
            yield from WELL  # type: ignore[misc]

    model = ResilientModel(Thinking(), policy=Policy(attempts=4))
    assert list(model.stream(PROMPT, 0.8))[:-1] == ["one", " two"]
    with pytest.raises(ModelTimeout, match=r"did not finish within 0\.2 s"):
        ResilientModel(Thinking(), policy=Policy(attempts=1)).complete(PROMPT, 0.2)


def failing(breaker: Breaker, error: BaseException) -> None:
    """One guarded call that fails."""
    with pytest.raises(type(error)), breaker.guard():
        raise error


def test_the_breaker_opens_after_failures_in_a_row():
    """Open, it fails at once with the seconds left and the last failure; then one probe closes it."""
    clock = Clock()
    breaker = Breaker(failures=3, rest=30, clock=clock)
    for _ in range(3):
        failing(breaker, ModelDown("the server is on fire"))
    clock.now += 10
    with (
        pytest.raises(ModelResting, match=r"alone for 20 s after 3 failures.*on fire") as caught,
        breaker.guard(),
    ):
        pass
    assert caught.value.retry_after == 20
    clock.now += 20
    with breaker.guard():
        pass
    failing(breaker, ModelDown("once"))
    with breaker.guard():
        pass


def test_one_probe_at_a_time():
    """Half open, a second call is turned away while the first is under way; a failed probe opens it anew."""
    clock = Clock()
    breaker = Breaker(failures=1, rest=30, clock=clock)
    failing(breaker, ModelDown("a"))
    clock.now += 30
    with pytest.raises(ModelDown), breaker.guard():
        with pytest.raises(ModelResting), breaker.guard():
            pass
        raise ModelDown("b")
    with pytest.raises(ModelResting, match="30 s"), breaker.guard():
        pass


def test_a_probe_that_is_abandoned_makes_room_for_another():
    """A person who leaves in the middle of the probe neither closes nor opens the breaker."""
    clock = Clock()
    breaker = Breaker(failures=1, rest=30, clock=clock)
    failing(breaker, ModelDown("a"))
    clock.now += 30
    stream = model_of(Provider(), clock, breaker=breaker).stream(PROMPT, 60)
    assert next(stream) == "one"
    stream.close()  # type: ignore[attr-defined] # a generator
    with breaker.guard():
        pass


def test_a_rejection_shows_that_the_provider_is_there():
    """Failures that are the caller's own do not open the breaker, and end a row of others."""
    breaker = Breaker(failures=2, clock=Clock())
    for error in (ModelDown("a"), ModelRejected("b"), ModelDown("c")):
        failing(breaker, error)
    with breaker.guard():
        pass


def test_an_open_breaker_ends_the_retries():
    """Nobody waits for the rest to pass, and the reason is the failure that opened it."""
    clock = Clock()
    provider = Provider(*([ModelDown("down")] for _ in range(9)))
    model = model_of(provider, clock, breaker=Breaker(failures=2, clock=clock))
    with pytest.raises(ModelResting, match="the last: down"):
        model.complete(PROMPT, 60)
    with pytest.raises(ModelUnavailable):
        model.complete(PROMPT, 60)
    assert provider.asked == 2
