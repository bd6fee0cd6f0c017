"""Where a server may listen."""

from pathlib import Path

import pytest

from ingest.errors import SettingsProblem
from serve.operations.door import is_loopback, may_listen
from serve.records.database import open_database
from serve.records.keys import Keys


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_loopback_is_known(host: str):
    """By number or name, with or without brackets."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", ""])  # noqa: S104
def test_everything_else_is_not(host: str):
    """All interfaces, private networks, and names that only look like it."""
    assert not is_loopback(host)


def test_others_are_listened_to_only_with_a_key_in_force(tmp_path: Path):
    """Without one, or with revoked ones only, the start is refused in one line; loopback always may."""
    keys = Keys(open_database(tmp_path, ""))
    may_listen("127.0.0.1", keys)
    with pytest.raises(
        SettingsProblem, match=r"0\.0\.0\.0 would be open to all: make one with rag keys make"
    ):
        may_listen("0.0.0.0", keys)  # noqa: S104
    key, _ = keys.make("Ann", "read")
    may_listen("0.0.0.0", keys)  # noqa: S104
    keys.revoke(key.id)
    with pytest.raises(SettingsProblem):
        may_listen("0.0.0.0", keys)  # noqa: S104
