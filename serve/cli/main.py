"""The commands and their options; what they do stands in the modules they import when run."""

import io
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from ingest.errors import RagError

_DATA_DIR = click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Folder of the index (RAG_DATA_DIR, default: data)."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
_BATCH = click.option(
    "--batch", type=click.Path(path_type=Path), help="Read JSON Lines {id, question}; - is standard input."
)


class _Commands(click.Group):
    """Turns a failure into one line on stderr and an exit code: its own, 2 for options that are wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except RagError as error:
            _fail(str(error), error.exit_code)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "rag"
            message = error.format_message().rstrip(".")
            _fail(f"{message[:1].lower()}{message[1:]}: see {command} --help", error.exit_code)
        except BrokenPipeError:
            sys.exit(141)


def _fail(message: str, exit_code: int) -> NoReturn:
    """Ends with one line, whatever the message holds."""
    click.echo(f"rag: {' '.join(message.splitlines())}", err=True)
    sys.exit(exit_code)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="interview-rag")
def main() -> None:
    """Answers over your documents in which every sentence cites the exact words that support it."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):  # bytes that are no text cost a character, not the run
            stream.reconfigure(errors=errors)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_DATA_DIR
def ingest(paths: tuple[Path, ...], data_dir: Path | None) -> None:
    """Index files, folders and JSON Lines dumps. Exit code 3: some files were skipped."""
    from serve.cli.ingest import run

    sys.exit(run(paths, data_dir))


@main.command()
@click.argument("question", required=False)
@_BATCH
@_JSON
@_DATA_DIR
def ask(question: str | None, batch: Path | None, as_json: bool, data_dir: Path | None) -> None:
    """Answer QUESTION with citations, or refuse."""
    from serve.cli.ask import run

    sys.exit(run(question, batch, as_json, data_dir))


@main.command()
@_DATA_DIR
def chat(data_dir: Path | None) -> None:
    """Ask in conversation: follow-up questions may lean on earlier ones."""
    from serve.cli.chat import run

    sys.exit(run(data_dir))


@main.command()
@click.argument("question", required=False)
@click.option("--top-k", type=click.IntRange(1, 1000), default=5, show_default=True, help="Number of hits.")
@_BATCH
@_JSON
@_DATA_DIR
def search(
    question: str | None, top_k: int, batch: Path | None, as_json: bool, data_dir: Path | None
) -> None:
    """Show the ranked evidence for QUESTION with every stage's rank and score."""
    from serve.cli.search import run

    sys.exit(run(question, top_k, batch, as_json, data_dir))


@main.group(invoke_without_command=True)
@_JSON
@_DATA_DIR
@click.pass_context
def documents(ctx: click.Context, as_json: bool, data_dir: Path | None) -> None:
    """List what is indexed."""
    if ctx.invoked_subcommand is None:
        from serve.cli.documents import list_documents

        list_documents(data_dir, as_json)


@documents.command("text")
@click.argument("document_id", metavar="ID")
@_DATA_DIR
@click.pass_context
def documents_text(ctx: click.Context, document_id: str, data_dir: Path | None) -> None:
    """Print a document's normalised text, exactly what citations point into."""
    from serve.cli.documents import print_text

    print_text(document_id, data_dir or (ctx.parent.params["data_dir"] if ctx.parent else None))


@main.command()
@click.argument("claim", required=False)
@click.argument("evidence", required=False)
@click.option(
    "--batch",
    type=click.Path(path_type=Path),
    help="Read JSON Lines {id, claim, evidence}; - is standard input.",
)
@_JSON
def verify(claim: str | None, evidence: str | None, batch: Path | None, as_json: bool) -> None:
    """Say whether EVIDENCE supports CLAIM, and why. Contradicted and not said are both unsupported."""
    from serve.cli.verify import run

    sys.exit(run(claim, evidence, batch, as_json))


@main.command()
@click.argument("text", required=False)
@click.option(
    "--direction",
    type=click.Choice(["input", "retrieved", "output"]),
    default="input",
    show_default=True,
    help="What TEXT is: a question, a passage of a document, or an answer.",
)
@click.option(
    "--batch",
    type=click.Path(path_type=Path),
    help="Read JSON Lines {id, text, direction}; - is standard input.",
)
@_JSON
def guard(text: str | None, direction: str, batch: Path | None, as_json: bool) -> None:
    """Say what the guards make of TEXT: allow, flag or block, and why."""
    from serve.cli.guard import run

    sys.exit(run(text, direction, batch, as_json))


@main.command()
@_JSON
@_DATA_DIR
def doctor(as_json: bool, data_dir: Path | None) -> None:
    """Say what is configured, which models and index version are in use, and what is wrong."""
    from serve.cli.doctor import run

    sys.exit(run(data_dir, as_json))
