"""Whose default is asked for, and what states one."""

import pytest

from serve.extract.defaults import default_of, states_a_default


@pytest.mark.parametrize(
    ("question", "settings"),
    [
        ("default value of worker_timeout", ["worker_timeout"]),
        ("How many times does it retry if --max-retries is not given?", ["--max-retries"]),
        ("which stableTimer is used when i leave the argument out", ["stableTimer"]),
        ("how long may a url be by default before URL_LIMIT drops it", ["URL_LIMIT"]),
        ("what does worker_timeout do", []),
        ("why is worker_timeout 30 by default", []),
        ("what is the default timeout", []),
    ],
)
def test_a_default_is_asked_of_a_setting_that_is_named(question: str, settings: list[str]):
    """By "default", or by what holds where nothing is set; why it is so, or of nothing named, is another."""
    assert default_of(question) == settings


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Default: 30", True),
        ("Workers are restarted after 30 s unless it is set.", True),
        ("Server(timeout=30)", True),
        ("Setting it to 1 makes the queue fair.", False),
    ],
)
def test_a_default_is_stated_in_few_ways(text: str, states: bool):
    """By its name, by what holds otherwise, or in a signature; a value that one may set is none."""
    assert states_a_default(text) == states
