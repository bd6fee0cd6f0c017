"""`python -m eval.bench_models`: the inference runtime beside torch, same weights, same token counts.

Prints the median of interleaved runs, so that other load on the machine meets all of them alike.
"""

import argparse
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

import click
import numpy as np
from safetensors.numpy import save_file

from ingest.models import MiniLmEmbedder, OpenVinoPairScorer, package
from ingest.models.runtime import Precision

QUERY = "word " * 10
"""Twelve tokens with [CLS] and [SEP]."""

PASSAGES = ["word " * 38] * 48
PAIRS = ["word " * 147] * 20
"""With the question's ten tokens and three special ones, 160 each."""

Task = Callable[[], object]


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        head = {
            "head.weight": np.ones((1, package.DIMENSION), np.float32),
            "head.bias": np.zeros(1, np.float32),
        }
        # The first vector, as the reranker and the verifier that ship, and as torch's cross-encoder.
        save_file(head, Path(folder) / "head.safetensors", {"pooling": "cls"})
        for threads in arguments.threads:
            _compare(Path(folder) / "head.safetensors", threads, arguments.runs)
    _cold(min(arguments.runs, 5))


def _compare(weights: Path, threads: int, runs: int) -> None:
    """Times every runtime's tasks in turn and prints the medians, ratios to torch f32 in brackets."""
    tasks = {"torch f32": _torch(threads)}
    tasks |= {f"OpenVINO {p}": _openvino(weights, p, threads) for p in ("f32", "bf16")}
    tasks["OpenVINO int8"] = _openvino(weights, "int8", threads)
    names = list(tasks["torch f32"])
    click.echo(f"\n{threads} thread(s), ms{'':9}" + "".join(f"{n:>22}" for n in names))
    found = {name: _interleaved({r: t[name] for r, t in tasks.items() if name in t}, runs) for name in names}
    for runtime in tasks:
        cells = [_cell(found[name].get(runtime), found[name]["torch f32"]) for name in names]
        click.echo(f"{runtime:25}" + "".join(f"{c:>22}" for c in cells))


def _cold(runs: int) -> None:
    """Prints the median seconds of a fresh process from its start to the first vector."""
    code = "from ingest.models import load_embedder; load_embedder({!r}).embed_queries(['What is RAG?'])"
    tasks = {
        name: partial(
            subprocess.run, [sys.executable, "-c", code.format(model)], check=True, capture_output=True
        )
        for name, model in (("OpenVINO", "minilm"), ("torch", str(package.model_folder())))
    }
    for name, ms in _interleaved(tasks, runs).items():
        click.echo(f"fresh process to first vector, {name}: {ms / 1000:.2f} s")


def _cell(ms: float | None, torch_ms: float) -> str:
    return "-" if ms is None else f"{ms:.1f} ({torch_ms / ms:.2f}x)"


def _interleaved(tasks: Mapping[str, Task], runs: int) -> dict[str, float]:
    """Median ms of each task; the first round warms up and does not count."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    gc.collect()
    for _ in range(runs + 1):
        for name, task in tasks.items():
            began = time.perf_counter()
            task()
            taken[name].append((time.perf_counter() - began) * 1000)
    return {name: median(times[1:]) for name, times in taken.items()}


def _openvino(weights: Path, precision: Precision, threads: int) -> dict[str, Task]:
    scorer = OpenVinoPairScorer(weights, precision, threads)
    pairs: dict[str, Task] = {"20 x 160 pairs": partial(scorer.score, QUERY, PAIRS)}
    if precision == "int8":
        return pairs
    embedder = MiniLmEmbedder(precision, threads)
    return {
        "12-token query": partial(embedder.embed_queries, [QUERY]),
        "48 x 40 passages": partial(embedder.embed_passages, PASSAGES),
        **pairs,
    }


def _torch(threads: int) -> dict[str, Task]:
    import torch
    from sentence_transformers import CrossEncoder, SentenceTransformer

    folder = str(package.model_folder())
    embedder = SentenceTransformer(folder, device="cpu")
    scorer = CrossEncoder(folder, num_labels=1, device="cpu")

    def run(task: Task) -> object:
        torch.set_num_threads(threads)
        return task()

    encode, predict = (partial(f, show_progress_bar=False) for f in (embedder.encode, scorer.predict))
    return {
        "12-token query": partial(run, partial(encode, [QUERY])),
        "48 x 40 passages": partial(run, partial(encode, PASSAGES)),
        "20 x 160 pairs": partial(run, partial(predict, [(QUERY, p) for p in PAIRS])),
    }


if __name__ == "__main__":
    main()
