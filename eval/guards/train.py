"""`rag-eval train guard`: the two linear models, from data to the files that the product reads."""

from collections.abc import Callable, Iterator
from pathlib import Path

from eval.guards import planted_model, question_model
from ingest.guard import planted
from ingest.models import load_embedder
from serve.guard import injection

MODELS = {
    "question": (question_model.train, injection.WEIGHTS),
    "planted": (planted_model.train, planted.WEIGHTS),
}


def train(
    data: Path, only: str | None, out: Path | None, report: Callable[[str], None]
) -> Iterator[tuple[Path, dict[str, float]]]:
    """Each file once it is written, with the thresholds in it; the same data give the same files."""
    embedder = load_embedder()
    for name, (fit, shipped) in MODELS.items():
        if only in (None, name):
            report(f"{name}: fitting")
            path = out / shipped.name if out else shipped
            yield path, fit(data, path, embedder)
