"""`rag-eval retrieval`: sets to indexes, questions to orders, orders to a document."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import click

from eval.retrieval.cache import RememberingEmbedder, load_cached
from eval.retrieval.chart import svg
from eval.retrieval.document import CHART, Report, as_json, markdown
from eval.retrieval.figures import pool, rows
from eval.retrieval.index import indexed
from eval.retrieval.orders import BM25, COSINE, FULL, LATE, RERANKER, RRF, WEIGHTED, Bench, Observed
from eval.retrieval.refusal import refusals
from eval.retrieval.sets import REFUSED, Collection, load_collections
from ingest.models import Embedder, PairScorer, load_embedder
from retrieval.calibration import NO_CROSS_ENCODER, load_calibration
from retrieval.settings import RetrievalSettings


def run(
    data: Path, work: Path, reranker: Path | None, sample: int, out: Path | None, json_file: Path | None
) -> None:
    """Prints the document, and writes it with its chart, and the figures, where that is asked for."""
    with ExitStack() as stack:
        scorer = stack.enter_context(closing(load_cached(reranker, work))) if reranker else None
        report = compare(load_collections(data, sample), work, scorer, sample)
    document = markdown(report)
    click.echo(document)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(document + "\n", encoding="utf-8")
        out.with_name(CHART).write_text(svg(report.refusals), encoding="utf-8")
    if json_file:
        json_file.write_text(as_json(report), encoding="utf-8")


def compare(
    collections: Sequence[Collection], work: Path, scorer: PairScorer | None, sample: int = 0
) -> Report:
    """Every order on every collection, and what is refused of those that it tells of."""
    # Validated, not constructed: the environment has no say in what is measured.
    settings = RetrievalSettings.model_validate({})
    embedder = RememberingEmbedder(load_embedder())
    name = scorer.name if scorer else NO_CROSS_ENCODER
    calibration = load_calibration(name)
    orders = (BM25, COSINE, RRF, WEIGHTED, LATE, *((RERANKER,) if scorer else ()), FULL)
    observed = [(c, _observe(c, work, embedder, scorer, settings)) for c in collections]
    pools = [pool(c.group, c.name, seen, orders) for c, seen in observed]
    refused = [refusals(c.group, seen, REFUSED[c.group]) for c, seen in observed if c.group in REFUSED]
    return Report(
        reranker=name,
        fitted=calibration.reranker == name,
        sample=sample,
        depth=settings.depth,
        candidates=settings.candidates,
        read=_mean([o.read for _, seen in observed for o in seen if o.question.relevant]),
        refuse_below=calibration.refuse_below,
        orders=orders,
        rows=tuple(rows(pools, orders)),
        refusals=tuple(refused),
    )


def _observe(
    collection: Collection,
    work: Path,
    embedder: Embedder,
    scorer: PairScorer | None,
    settings: RetrievalSettings,
) -> list[Observed]:
    with closing(indexed(collection, work, embedder)) as index:
        found = list(Bench(index, embedder, scorer, settings).observe(collection))
    click.echo(f"{collection.name}: {len(found)} questions", err=True)
    return found


def _mean(counts: Sequence[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0
