"""The commands of whoever runs the server: `rag keys` and `rag feedback`."""

from pathlib import Path
from typing import Any

import click

from serve.cli.options import DATA_DIR, JSON


@click.group()
def keys() -> None:
    """Make, list and revoke API keys; once there is one, nobody gets in without."""


@keys.command("make")
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(["read", "write", "admin"]),
    default="read",
    show_default=True,
    help="What it may do; each includes those before it.",
)
@click.option("--group", "groups", multiple=True, help="A group whose documents it sees, beside everyone's.")
@JSON
@DATA_DIR
def keys_make(name: str, scope: Any, groups: tuple[str, ...], as_json: bool, data_dir: Path | None) -> None:
    """Make a key for NAME and print it, once."""
    from serve.cli.keys import make

    make(name, scope, groups, data_dir, as_json)


@keys.command("list")
@JSON
@DATA_DIR
def keys_list(as_json: bool, data_dir: Path | None) -> None:
    """List every key that was made, without the secret."""
    from serve.cli.keys import list_keys

    list_keys(data_dir, as_json)


@keys.command("revoke")
@click.argument("key_id", metavar="ID")
@DATA_DIR
def keys_revoke(key_id: str, data_dir: Path | None) -> None:
    """End the key with this ID at once."""
    from serve.cli.keys import revoke

    revoke(key_id, data_dir)


@click.group()
def feedback() -> None:
    """What people said about answers."""


@feedback.command("export")
@DATA_DIR
def feedback_export(data_dir: Path | None) -> None:
    """Print preference pairs for training as JSON Lines: prompt, chosen, rejected."""
    from serve.cli.feedback import export

    export(data_dir)


@feedback.command("report")
@JSON
@DATA_DIR
def feedback_report(as_json: bool, data_dir: Path | None) -> None:
    """Print thumbs, questions asked again, tasks completed and the time they took."""
    from serve.cli.feedback import report

    report(data_dir, as_json)
