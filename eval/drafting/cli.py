"""`rag-eval draft` and `accept`."""

from pathlib import Path

import click

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=FILE, help="Add the drafts to this file.  [default: standard output]")
@click.option("--golden", type=FILE, help="Not to be asked again.  [default: golden.jsonl beside --out]")
@click.option("--per-section", type=click.IntRange(1), default=2, show_default=True, help="At most so many.")
@click.option("--seed", default=0, show_default=True, help="Which of a section's questions are taken.")
def draft(
    paths: tuple[Path, ...], out: Path | None, golden: Path | None, per_section: int, seed: int
) -> None:
    """Propose golden questions from documents, for a person to accept."""
    from eval.drafting.run import draft

    draft(paths, out, golden or (out and beside(out)), per_section, seed)


@click.command()
@click.argument("drafts", type=FILE)
@click.option("--into", type=FILE, help="The golden file.  [default: golden.jsonl beside DRAFTS]")
@click.option("--review", is_flag=True, help="Judge the drafts one by one.")
def accept(drafts: Path, into: Path | None, review: bool) -> None:
    """Move the drafts that say "accepted": true into a golden file."""
    from eval.drafting.accept import accept

    accept(drafts, into or beside(drafts), review)


def beside(drafts: Path) -> Path:
    """Where accepted drafts go if nobody says otherwise."""
    return drafts.with_name("golden.jsonl")
