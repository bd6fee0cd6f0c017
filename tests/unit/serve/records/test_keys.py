"""Keys: known by what their owner sends, and by nothing that is kept."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from serve.records.errors import UnknownRecord
from serve.records.keys import Keys
from serve.records.schema import keys as table
from serve.records.store import Records


@pytest.fixture
def keys(records: Records, clock: Callable[[], float]) -> Keys:
    """No keys yet."""
    return Keys(records.database, clock)


def test_a_key_is_found_by_what_its_owner_sends(keys: Keys):
    """With its name, its groups beside everyone's, and its scope with those below."""
    made, sent = keys.make("Ann", "write", ["staff"])
    found = keys.find(sent)
    assert found == made
    assert (found.name, found.scopes, found.groups) == ("Ann", ("read", "write"), ("everyone", "staff"))


@pytest.mark.parametrize("wrong", ["", "rag_", "rag_x_y", "Bearer", "rag_{id}_", "rag_{id}_{id}", "x_{rest}"])
def test_nothing_else_is_a_key(keys: Keys, wrong: str):
    """Not an id alone, not another secret, not another prefix."""
    made, sent = keys.make("Ann", "read")
    assert keys.find(wrong.format(id=made.id, rest=sent.partition("_")[2])) is None


def test_the_secret_is_not_kept(keys: Keys, records: Records):
    """No column holds what the owner sends, or its secret part."""
    _, sent = keys.make("Ann", "read")
    with records.database.connect() as connection:
        (row,) = connection.execute(select(table)).all()
    assert sent.split("_", maxsplit=2)[2] not in str(row)


def test_a_revoked_key_opens_nothing(keys: Keys):
    """It is not found from then on, cannot be revoked twice, and still counts as a key that was made."""
    made, sent = keys.make("Ann", "admin")
    keys.revoke(made.id)
    assert keys.find(sent) is None
    assert keys.any()
    assert [k.revoked for k in keys.all()] == [1_800_000_000.0]
    with pytest.raises(UnknownRecord, match="rag keys list"):
        keys.revoke(made.id)


def test_there_are_none_at_first(keys: Keys):
    """An empty store has no keys."""
    assert not keys.any()
    assert keys.all() == []
