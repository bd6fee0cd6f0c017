"""`rag documents` and `rag index`: what is indexed, and its versions."""

from pathlib import Path

import click

from serve.cli.options import DATA_DIR, JSON


@click.group(invoke_without_command=True)
@JSON
@DATA_DIR
@click.pass_context
def documents(ctx: click.Context, as_json: bool, data_dir: Path | None) -> None:
    """List what is indexed."""
    if ctx.invoked_subcommand is None:
        from serve.cli.documents import list_documents

        list_documents(data_dir, as_json)


@documents.command("text")
@click.argument("document_id", metavar="ID")
@DATA_DIR
@click.pass_context
def documents_text(ctx: click.Context, document_id: str, data_dir: Path | None) -> None:
    """Print a document's normalised text, exactly what citations point into."""
    from serve.cli.documents import print_text

    print_text(document_id, data_dir or (ctx.parent.params["data_dir"] if ctx.parent else None))


@documents.command("delete")
@click.argument("document_id", metavar="ID")
@DATA_DIR
@click.pass_context
def documents_delete(ctx: click.Context, document_id: str, data_dir: Path | None) -> None:
    """Remove a document from the index, and every earlier version with it."""
    from serve.cli.documents import delete_document

    delete_document(document_id, data_dir or (ctx.parent.params["data_dir"] if ctx.parent else None))


@click.group()
def index() -> None:
    """The versions of the index."""


@index.command("versions")
@JSON
@DATA_DIR
def index_versions(as_json: bool, data_dir: Path | None) -> None:
    """List the versions that are kept, oldest first; * marks the one that serves."""
    from serve.cli.index import list_versions

    list_versions(data_dir, as_json)


@index.command("rollback")
@click.argument("version", required=False)
@DATA_DIR
def index_rollback(version: str | None, data_dir: Path | None) -> None:
    """Serve VERSION again, or else the one before the one that serves."""
    from serve.cli.index import roll_back

    roll_back(version, data_dir)
