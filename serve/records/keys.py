"""API keys: made once and shown once, kept as a digest."""

import hmac
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, get_args

from sqlalchemy import Engine, Row, insert, select, update

from ingest.types import EVERYONE
from serve.records.errors import UnknownRecord
from serve.records.faults import faults_named
from serve.records.schema import keys
from serve.records.types import Key, Scope

_PREFIX = "rag"


class Keys:
    """The keys in one open database; each method may raise StorageProblem."""

    def __init__(self, database: Engine, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def make(self, name: str, scope: Scope, groups: Sequence[str] = ()) -> tuple[Key, str]:
        """A new key and the only copy of what its owner sends, `rag_ID_SECRET`.

        A scope includes those before it: read, write, admin. Whoever has a key may see what everyone may.
        """
        identity, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        scopes = get_args(Scope)
        values = {
            "id": identity,
            "digest": _digest(secret),
            "name": name,
            "scopes": scopes[: scopes.index(scope) + 1],
            "groups": sorted({EVERYONE, *groups}),
            "made": self._clock(),
        }
        with faults_named(), self._database.begin() as connection:
            connection.execute(insert(keys).values(values))
            made = connection.execute(select(keys).where(keys.c.id == identity)).one()
        return _key(made), f"{_PREFIX}_{identity}_{secret}"

    def all(self) -> list[Key]:
        """Every key that was ever made, the oldest first."""
        with self._rows(select(keys).order_by(keys.c.made)) as rows:
            return [_key(row) for row in rows]

    def any(self) -> bool:
        """Whether a key was ever made; one that is revoked counts, so that revoking opens nothing."""
        with self._rows(select(keys.c.id).limit(1)) as rows:
            return bool(rows)

    def find(self, sent: str) -> Key | None:
        """The key that was sent, unless it is unknown, wrong or revoked."""
        prefix, _, rest = sent.partition("_")
        identity, _, secret = rest.partition("_")
        if prefix != _PREFIX:
            return None
        with self._rows(select(keys).where(keys.c.id == identity, keys.c.revoked.is_(None))) as rows:
            right = rows and hmac.compare_digest(rows[0].digest, _digest(secret))
            return _key(rows[0]) if right else None

    def revoke(self, identity: str) -> None:
        """Ends a key at once; raises UnknownRecord for one that is unknown or revoked already."""
        live = (keys.c.id == identity) & keys.c.revoked.is_(None)
        with faults_named(), self._database.begin() as connection:
            ended = connection.execute(update(keys).where(live).values(revoked=self._clock())).rowcount
        if not ended:
            raise UnknownRecord(f"there is no key {identity!r} in force: rag keys list shows them")

    @contextmanager
    def _rows(self, query: Any) -> Iterator[Sequence[Row[Any]]]:
        with faults_named(), self._database.connect() as connection:
            yield connection.execute(query).all()


def _digest(secret: str) -> str:
    """Plain SHA-256: the secret has 256 random bits, so that a slow hash would add nothing but load."""
    return sha256(secret.encode()).hexdigest()


def _key(row: Row[Any]) -> Key:
    return Key(row.id, row.name, tuple(row.scopes), tuple(row.groups), row.made, row.revoked)
