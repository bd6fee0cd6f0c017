"""`rag-eval guard` and `rag-eval redteam`."""

from pathlib import Path

import click


@click.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="Data sets.")
@click.option(
    "--material",
    type=click.Path(path_type=Path, exists=True),
    default="corpus",
    show_default=True,
    help="Documents in which instructions are planted.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the document.")
def guard(data: Path, material: Path, out: Path | None) -> None:
    """Measure the guards on what is held back: attacks, planted instructions, personal data, time."""
    from eval.guards.run import run

    run(data, material, out)


@click.command()
@click.argument("url")
@click.option("--data", type=click.Path(path_type=Path, exists=True), help="Data sets with more attacks.")
@click.option("--key", default="", help="Sent as a bearer token.")
@click.option("--most", type=click.IntRange(1), help="At most so many texts of a category.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a text.")
def redteam(url: str, data: Path | None, key: str, most: int | None, as_json: bool) -> None:
    """Attack the running server at URL over HTTP, and report per category."""
    from eval.guards.redteam import run

    run(url, data, key, most, as_json)
