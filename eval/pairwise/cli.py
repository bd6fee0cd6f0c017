"""`rag-eval pairwise` and `vote`."""

from pathlib import Path

import click

from eval.runs.cli import FILE

VOTES = "votes.jsonl"


@click.command()
@click.argument("runs", metavar="[RUN RUN...]", nargs=-1, type=FILE)
@click.option(
    "--judge",
    type=click.Choice(["metric", "llm"]),
    default="metric",
    show_default=True,
    help="llm: the model that RAG_LLM names.",
)
@click.option("--votes", type=FILE, help="Count people's votes from this file instead.")
@click.option("--out", type=FILE, help="Write everything as JSON.")
def pairwise(
    runs: tuple[Path, ...],
    judge: str,
    votes: Path | None,
    out: Path | None,
) -> None:
    """Compare two or more run.json files, each with each: wins, losses, ties, Elo."""
    if votes is None and len(runs) < 2:
        raise click.UsageError("name two or more run.json files, or --votes FILE")
    if votes is not None and runs:
        raise click.UsageError("--votes FILE stands alone: it knows the runs that were voted on")
    from eval.pairwise import run

    if votes is not None:
        run.people(votes, out)
    elif judge == "llm":
        run.model(runs, out)
    else:
        run.metric(runs, out)


@click.command()
@click.argument("first", metavar="RUN", type=FILE)
@click.argument("second", metavar="RUN", type=FILE)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any free one."
)
@click.option(
    "--votes", type=FILE, default=Path(VOTES), show_default=True, help="Append the votes to this file."
)
def vote(first: Path, second: Path, port: int, votes: Path) -> None:
    """Serve a page on this machine on which a person votes blind between two run.json files."""
    from eval.pairwise.run import vote

    vote(first, second, port, votes)
