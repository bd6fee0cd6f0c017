"""`rag-eval faithfulness` and `rag-eval load`."""

import json
from pathlib import Path

import click


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), help="Index of corpus/.")
@click.option("--keep", is_flag=True, help="Write the figures to the product's file.")
def faithfulness(data_dir: Path | None, keep: bool) -> None:
    """Measure what live answers are held against: both judges over the golden questions' answers."""
    from eval.live.faithfulness import measure
    from eval.support.judge import WEIGHTS

    for judge, figure in measure(data_dir, ("minilm", str(WEIGHTS)), keep).items():
        click.echo(f"{judge:<36} {figure:.4f}")


@click.command()
@click.argument("url")
@click.option("--clients", "counts", multiple=True, type=click.IntRange(1, 256), default=(1, 8, 32, 128))
@click.option("--seconds", type=click.FloatRange(1, 600), default=60.0, show_default=True, help="Each.")
@click.option("--ingest", type=click.Path(path_type=Path), help="Data directory in which versions swap.")
@click.option("--pid", type=int, help="The server's process, whose memory is read.")
@click.option("--key", help="An API key.")
def load(
    url: str, counts: tuple[int, ...], seconds: float, ingest: Path | None, pid: int | None, key: str | None
) -> None:
    """Ask the golden questions of a server on this machine, all clients at once; print JSON Lines."""
    from eval.live.load import Load, measured

    for clients in counts:
        click.echo(json.dumps(measured(Load(url, clients, seconds, ingest, pid, key))))
