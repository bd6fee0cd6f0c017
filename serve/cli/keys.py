"""`rag keys`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from serve.cli.batch import as_json
from serve.records.database import open_database
from serve.records.keys import Keys
from serve.records.types import Key, Scope
from serve.settings import Settings


def make(name: str, scope: Scope, groups: Sequence[str], data_dir: Path | None, json_out: bool) -> None:
    """Prints a new key, which is not to be had again."""
    key, secret = _keys(data_dir).make(name, scope, groups)
    if json_out:
        click.echo(as_json({**key_fields(key), "key": secret}))
        return
    click.echo(secret)
    click.echo(
        f"key {key.id}: keep it now, it is not shown again; send it as Authorization: Bearer", err=True
    )


def list_keys(data_dir: Path | None, json_out: bool) -> None:
    """Prints every key without its secret."""
    for key in _keys(data_dir).all():
        fields = key_fields(key)
        state = f"revoked {fields['revoked']}" if key.revoked else f"made {fields['made']}"
        words = (key.id, key.name, ",".join(key.scopes), ",".join(key.groups), state)
        click.echo(as_json(fields) if json_out else "\t".join(words))


def revoke(identity: str, data_dir: Path | None) -> None:
    """Ends a key, also for servers that run."""
    _keys(data_dir).revoke(identity)


def key_fields(key: Key) -> dict[str, object]:
    """A key as plain JSON values; its times in UTC."""
    return {
        "id": key.id,
        "name": key.name,
        "scopes": list(key.scopes),
        "groups": list(key.groups),
        "made": _time(key.made),
        "revoked": None if key.revoked is None else _time(key.revoked),
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _keys(data_dir: Path | None) -> Keys:
    settings = Settings(data_dir=data_dir)
    database = open_database(settings.ingest.data_dir, settings.records.records_url)
    click.get_current_context().call_on_close(database.dispose)
    return Keys(database)
