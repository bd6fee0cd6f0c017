"""`rag index`: the versions that are kept, and the way back."""

from pathlib import Path

import click

from ingest.index.home import Home, home_of
from serve.cli.batch import as_json
from serve.settings import Settings


def list_versions(data_dir: Path | None, json_out: bool) -> None:
    """Prints each version's name, contents and date."""
    home = _home(data_dir)
    serving = home.serving()
    for manifest in home.kept():
        fields = {
            "version": manifest.name,
            "serving": manifest.name == serving,
            "created": manifest.created,
            "documents": manifest.documents,
            "passages": manifest.passages,
        }
        mark = "*" if fields["serving"] else " "
        counts = f"{manifest.documents:>7,} documents {manifest.passages:>9,} passages"
        click.echo(as_json(fields) if json_out else f"{mark} {manifest.name} {manifest.created} {counts}")


def roll_back(version: str | None, data_dir: Path | None) -> None:
    """Makes an earlier version the serving one; raises PathProblem for one that is not kept."""
    name = _home(data_dir).roll_back(version)
    click.echo(f"Index {name} serves; the next ingest goes on from it")


def _home(data_dir: Path | None) -> Home:
    settings = Settings(data_dir=data_dir).ingest
    return home_of(settings.data_dir, settings.server)
