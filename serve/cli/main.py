"""The commands and their options; what they do stands in the modules they import when run."""

import io
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from ingest.errors import RagError
from serve.cli.admin import feedback, keys
from serve.cli.holdings import documents, index
from serve.cli.options import DATA_DIR as _DATA_DIR
from serve.cli.options import JSON as _JSON

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
@click.option("--prune", is_flag=True, help="Remove documents of PATHS whose files are gone.")
@click.option("--watch", is_flag=True, help="Go on with every change under PATHS until Ctrl-C.")
@_DATA_DIR
def ingest(paths: tuple[Path, ...], prune: bool, watch: bool, data_dir: Path | None) -> None:
    """Index files, folders and JSON Lines dumps. Exit code 3: some files were skipped."""
    from serve.cli.ingest import run

    sys.exit(run(paths, data_dir, prune, watch))


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
@click.option(
    "--filter",
    "filters",
    multiple=True,
    help="KEY=VALUE of title, format, language, author, path; created and modified also with >= and <=.",
)
@_BATCH
@_JSON
@_DATA_DIR
def search(
    question: str | None,
    top_k: int,
    filters: tuple[str, ...],
    batch: Path | None,
    as_json: bool,
    data_dir: Path | None,
) -> None:
    """Show the ranked evidence for QUESTION with every stage's rank and score."""
    from serve.cli.search import run

    sys.exit(run(question, top_k, filters, batch, as_json, data_dir))


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
def costs(as_json: bool, data_dir: Path | None) -> None:
    """Say what answers by language models have cost, by day, asker and model."""
    from serve.cli.costs import run

    run(data_dir, as_json)


@main.command()
@_JSON
@_DATA_DIR
def doctor(as_json: bool, data_dir: Path | None) -> None:
    """Say what is configured, which models and index version are in use, and what is wrong."""
    from serve.cli.doctor import run

    sys.exit(run(data_dir, as_json))


@main.command()
@click.option("--group", "groups", multiple=True, help="Show what this group may see; repeatable.")
@_DATA_DIR
def mcp(groups: tuple[str, ...], data_dir: Path | None) -> None:
    """Serve the tools ask, search and read_document to a client of the Model Context Protocol."""
    from serve.cli.mcp import run

    run(data_dir, groups)


@main.command()
@click.option("--host", help="Address to listen on (RAG_HOST, default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (RAG_PORT, default: 8000); 0: a free one.")
@_DATA_DIR
def serve(host: str | None, port: int | None, data_dir: Path | None) -> None:
    """Serve the page and the HTTP interface."""
    from serve.cli.serve import run

    sys.exit(run(host, port, data_dir))


@main.command()
@_DATA_DIR
def slack(data_dir: Path | None) -> None:
    """Answer in Slack until Ctrl-C; the tokens come from SLACK_BOT_TOKEN and its like."""
    from serve.cli.slack import run

    sys.exit(run(data_dir))


for command in (documents, index, keys, feedback):
    main.add_command(command)
