"""`rag documents`."""

from collections.abc import Iterator
from pathlib import Path

import click

from ingest.errors import PathProblem
from ingest.guard.marks import instructions
from ingest.index.home import home_of
from ingest.types import Document
from serve.cli.batch import as_json
from serve.settings import Settings


def list_documents(data_dir: Path | None, json_out: bool) -> None:
    """Prints each document's id, title, length and source."""
    for document in _documents(data_dir):
        fields = {
            "id": document.id,
            "title": document.title,
            "characters": len(document.text),
            "metadata": dict(document.metadata),
            "groups": list(document.groups),
        }
        size = f"{len(document.text):>9,} characters"
        asked = len(instructions(document.metadata))
        mark = f"\t({asked} instructions to an assistant, marked)" if asked else ""
        click.echo(as_json(fields) if json_out else f"{document.id}\t{size}\t{document.title}{mark}")


def print_text(identity: str, data_dir: Path | None) -> None:
    """Prints a document's normalised text and nothing else; raises PathProblem for an unknown id."""
    for document in _documents(data_dir):
        if str(document.id) == identity:
            click.echo(document.text, nl=False, color=True)  # as it stands, escape codes and all
            return
    raise PathProblem(f"no document {identity!r} is indexed: rag documents lists them")


def delete_document(identity: str, data_dir: Path | None) -> None:
    """Removes a document for good; raises PathProblem for an unknown id."""
    from ingest.models import load_embedder
    from ingest.pipeline import delete

    settings = Settings(data_dir=data_dir).ingest
    built = delete(identity, settings.data_dir, lambda: load_embedder(settings.embedder), settings.server)
    click.echo(f"Index {built.version}: {identity} is removed, and so are the versions that held it")


def _documents(data_dir: Path | None) -> Iterator[Document]:
    """Straight from the catalogue: listing needs no model and no engine."""
    settings = Settings(data_dir=data_dir).ingest
    return home_of(settings.data_dir, settings.server).texts().documents()
