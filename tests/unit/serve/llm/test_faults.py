"""Every fault of a provider over HTTP: the name it gets, whether it is worth another try, and when."""

import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from eval.scripted import Behaviour, Cut, Drop, Fail, Hang, Malformed, Say, ScriptedLLM, StreamFault
from serve.llm import errors
from serve.llm.choice import Access, Choice
from serve.llm.faults import retry_after
from serve.llm.llamaindex import load_provider
from serve.llm.resilience import Policy, ResilientModel

from .conftest import PROMPT

FAULTS: list[tuple[Behaviour, type[errors.ModelUnavailable], str]] = [
    (Fail(500), errors.ModelDown, r"failed \(500\): scripted to fail"),
    (Fail(503), errors.ModelDown, r"failed \(503\)"),
    (Fail(529), errors.ModelDown, r"failed \(529\)"),
    (Fail(408), errors.ModelDown, r"failed \(408\)"),
    (Fail(429), errors.ModelBusy, r"limits how often it is asked \(429\)"),
    (Fail(429, kind="insufficient_quota"), errors.ModelDenied, r"denies access \(429\)"),
    (Fail(403), errors.ModelDenied, r"denies access \(403\)"),
    (Fail(404, "no model of that name"), errors.ModelRejected, r"\(404\): no model of that name"),
    (Cut("a b c", 2), errors.StreamCut, "broke off"),
    (Cut("a b c", 2, politely=True), errors.StreamCut, "broke off after 3 characters"),
    (Cut("a b c", 0), errors.StreamCut, "broke off"),
    (StreamFault("a b c", 1), errors.ModelDown, "Overloaded"),
    (StreamFault("a", 0, "rate_limit_error"), errors.ModelBusy, "rate_limit_error"),
    (Malformed(), errors.UnreadableReply, "not the expected protocol"),
    (Malformed("a b c", 2), errors.UnreadableReply, "not the expected protocol"),
    (Say(""), errors.EmptyReply, "empty reply"),
    (Say(" \n "), errors.EmptyReply, "empty reply"),
    (Say("", finish="length"), errors.ReplyWithheld, "used all its tokens"),
    (Say("", finish="withheld"), errors.ReplyWithheld, "withheld its reply"),
    (Drop(), errors.ModelDown, "cannot be reached at http://127.0.0.1:"),
]
FOR_GOOD = (errors.ModelDenied, errors.ModelRejected, errors.ReplyWithheld)


@pytest.mark.parametrize(("fault", "kind", "said"), FAULTS, ids=lambda x: repr(x)[:40])
def test_each_fault_has_its_name(
    server: ScriptedLLM,
    once: Callable[[], ResilientModel],
    fault: Behaviour,
    kind: type[errors.ModelUnavailable],
    said: str,
):
    """One line names the model and what happened; those that stay as they are cannot be tried again."""
    server.then(fault)
    with pytest.raises(errors.ModelUnavailable, match=said) as caught:
        once().complete(PROMPT, 10)
    assert type(caught.value) is kind
    assert caught.value.retryable is not issubclass(kind, FOR_GOOD)
    assert "scripted" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "hang", [Hang(), Hang(pings=True), Hang(pings=True, text="a b c", after=2)], ids=repr
)
def test_a_server_that_hangs_is_given_up_in_time(
    server: ScriptedLLM, once: Callable[[], ResilientModel], hang: Hang
):
    """Silence ends at the deadline, also where comments keep the connection busy."""
    server.then(hang)
    started = time.monotonic()
    with pytest.raises(errors.ModelTimeout, match=r"did not finish within 0\.3 s"):
        once().complete(PROMPT, 0.3)
    assert 0.29 < time.monotonic() - started < 0.6


@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "date"])
def test_the_wait_that_a_provider_asks_for_is_kept(
    server: ScriptedLLM, once: Callable[[], ResilientModel], as_date: bool
):
    """`Retry-After` in seconds or as a date reaches whoever has to wait."""
    server.then(Fail(429, retry_after=90, as_date=as_date))
    with pytest.raises(errors.ModelBusy) as caught:
        once().complete(PROMPT, 10)
    assert caught.value.retry_after == pytest.approx(90, abs=1)


def test_a_refused_connection_says_where(server: ScriptedLLM, choice: Choice, access: Access):
    """Nobody listens: the address is in the line."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        model = ResilientModel(load_provider(choice, Access(url, "key")), policy=Policy(attempts=1))
        with pytest.raises(errors.ModelDown, match=rf"cannot be reached at {url}: .*refused"):
            model.complete(PROMPT, 5)


NOW = datetime(2026, 11, 25, 8, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "Wed, 25 Nov 2026 08:00:20 GMT"}, 20),
        ({"retry-after": "Wed, 25 Nov 2026 07:00:00 GMT"}, 0),
        ({"retry-after": "Wed, 25 Nov 2026 09:00:20 GMT", "date": "Wed, 25 Nov 2026 09:00:10 GMT"}, 10),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read(headers: dict[str, str], seconds: float | None):
    """Seconds and dates, by the server's clock where it sends one; nonsense asks for nothing."""
    assert retry_after(headers, NOW) == seconds
