"""`rag-eval peers`: weights to folders, contestants to figures, figures to a page."""

import json
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import click

from eval.peers import cost, passages, quality
from eval.peers.player import MODULES, OURS, interpreter
from eval.peers.report import CHART, Report, chart, markdown
from eval.peers.weights import export_embedder, export_reranker
from retrieval.rerank import SHIPPED

ENVIRONMENTS = Path(".venv-peers")
"""What `make peers` builds, where it is called."""
PACKAGES = {"LlamaIndex": "llama-index-core", "Haystack": "haystack-ai", "txtai": "txtai"}


def run(
    data: Path,
    work: Path,
    sizes: Sequence[int],
    sample: int,
    asked: int,
    ranks: bool,
    out: Path | None,
) -> None:
    """Prints the page, and writes it with its chart beside it; `asked` 0 leaves the costs out.

    `ranks`: whether the quality of the ranks is measured as well.
    """
    models = work / "models"
    if not (models / "reranker" / "modules.json").exists():
        export_embedder(models / "embedder")
        export_reranker(SHIPPED, models / "reranker")
    versions = {name: _version(name, ENVIRONMENTS) for name in MODULES}
    costs = {n: cost.measured(data, ENVIRONMENTS, models, n, asked) for n in sizes} if asked else {}
    found = quality.measured(data, ENVIRONMENTS, models, sample) if ranks else []
    if ranks:
        found.append(passages.measured(data, ENVIRONMENTS, models, sample))
    report = Report(found, costs, versions, sample, asked)
    page = markdown(report)
    click.echo(page)
    if out:
        out.write_text(page, encoding="utf-8")
        if costs:
            out.with_name(CHART).write_text(chart(costs), encoding="utf-8")


def _version(name: str, environments: Path) -> str:
    if name == OURS:
        return version("interview-rag")
    code = f"import json, importlib.metadata as m; print(json.dumps(m.version({PACKAGES[name]!r})))"
    command = [str(interpreter(name, environments)), "-c", code]
    return str(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))  # noqa: S603
