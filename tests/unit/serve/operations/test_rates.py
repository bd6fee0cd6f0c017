"""How often somebody may ask, counted in memory or in a real Redis."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import SettingsProblem
from serve.operations.rates import Rate, TooManyRequests, counted_address


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Redis server of the tests' own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}"
    server.kill()
    server.wait()


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> str:
    """Each kind of store, as the setting names it."""
    return "" if request.param == "memory" else str(request.getfixturevalue("redis"))


def test_each_is_counted_apart_and_then_waits(store: str):
    """As many as are allowed go through; the next is told when to come again."""
    rate = Rate("RAG_RATE_PER_KEY", "2/minute", store)
    rate.count("a")
    rate.count("a")
    with pytest.raises(TooManyRequests, match="ask again later") as refused:
        rate.count("a")
    assert 1 <= refused.value.retry_after <= 60
    rate.count("b")


def test_processes_share_what_is_in_redis(redis: str):
    """Two limiters over one server count together; two in memory do not."""
    for store, allowed in ((redis, 1), ("", 2)):
        let_in = 0
        for _ in range(2):
            rate = Rate("RAG_RATE_PER_KEY", "1/hour", store)
            try:
                rate.count("shared")
                let_in += 1
            except TooManyRequests:
                pass
        assert let_in == allowed


def test_a_redis_that_is_gone_locks_nobody_out():
    """Each process then counts for itself, so that there is still a limit."""
    rate = Rate("RAG_RATE_PER_KEY", "1/minute", "redis://127.0.0.1:1")
    rate.count("a")
    with pytest.raises(TooManyRequests):
        rate.count("a")


def test_no_rate_is_no_limit():
    """An empty setting counts nothing."""
    rate = Rate("RAG_RATE_PER_KEY", "")
    for _ in range(1000):
        rate.count("a")


@pytest.mark.parametrize(("allowed", "store"), [("often", ""), ("2/minute", "gopher://x"), ("2/minute", "x")])
def test_what_is_no_rate_or_store_is_one_clear_line(allowed: str, store: str):
    """With the setting's name and an example."""
    with pytest.raises(SettingsProblem, match=r"RAG_RATE_\w+: .*write (120/minute|redis://)"):
        Rate("RAG_RATE_PER_KEY", allowed, store)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
    ],
)
def test_an_ipv6_address_counts_as_its_network(address: str, counted: str):
    """Whoever has one address has the other 2^64 of that network as well."""
    assert counted_address(address) == counted
