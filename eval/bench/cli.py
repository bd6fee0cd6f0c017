"""`rag-eval bench`."""

from pathlib import Path

import click

_OUT = click.option("--out", type=click.Path(path_type=Path), help="Put the section into this document.")


@click.group()
def bench() -> None:
    """Measure the index: speed of ingestion, scale, what its passages find; and questions at once."""


@bench.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--rounds", default=3, show_default=True, help="Runs of each, in turn; the median counts.")
@_OUT
def ingest(files: tuple[Path, ...], rounds: int, out: Path | None) -> None:
    """Passages per second beside LlamaIndex's IngestionPipeline, same weights, same Markdown FILES."""
    from eval.bench.document import put
    from eval.bench.speed import measured, section

    put(section(measured(files, rounds), rounds), out)


@bench.command()
@click.option("--sizes", default="1000,10000,100000", show_default=True, help="Numbers of passages.")
@click.option("--chart", type=click.Path(path_type=Path), help="Draw the figures into this SVG file.")
@_OUT
def scale(sizes: str, chart: Path | None, out: Path | None) -> None:
    """Disk, memory, query time and the time of a change at several numbers of passages."""
    from eval.bench.chart import svg
    from eval.bench.document import put
    from eval.bench.scale import measured, section

    found = [measured(int(size)) for size in sizes.split(",")]
    if chart:
        chart.write_text(svg(found), encoding="utf-8")
    put(section(found, chart.name if chart else ""), out)


@bench.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="chunking_eval.")
@click.option("--budget", default="128,256,512,1024", show_default=True, help="Tokens retrieved.")
@_OUT
def spans(data: Path, budget: str, out: Path | None) -> None:
    """Recall and precision of retrieved spans beside LlamaIndex's SentenceSplitter."""
    from eval.bench.document import put
    from eval.bench.spans import measured, section

    put(section(measured(data, [int(b) for b in budget.split(",")])), out)


@bench.command()
@click.option("--data-dir", required=True, type=click.Path(path_type=Path, exists=True), help="An index.")
@click.option("--callers", default="1,2,4,8", show_default=True, help="Questions at once.")
@click.option("--rounds", default=4, show_default=True, help="Of each, in turn.")
@_OUT
def shared(data_dir: Path, callers: str, rounds: int, out: Path | None) -> None:
    """Time of an answer where questions at once share the encoders' batches, and where they do not."""
    from eval.bench.document import put
    from eval.bench.shared import measured, section

    put(section(measured(data_dir, [int(n) for n in callers.split(",")], rounds)), out)
