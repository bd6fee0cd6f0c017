"""Training the cross-encoder from the packaged MiniLM: mine once, train, export."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from eval.training import store
from eval.training.crossencoder import FROZEN, CrossEncoder
from eval.training.data import load_pools
from eval.training.mining import Mined, cut_pool, mine
from eval.training.train import Recipe, Trainer
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.package import load_tensors
from ingest.models.weights import Quantised

Report = Callable[[str], None]
NAME = "interview-rag-reranker"


def train(data: Path, folder: Path, recipe: Recipe, report: Report) -> Path:
    """Mines where `folder` holds no lists yet, resumes where it holds a checkpoint; returns the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / store.TEXTS).exists():
        store.save(folder, *mine_all(data, recipe.seed, report))
    texts, lists = store.load(folder)
    model = CrossEncoder(_packaged())
    trainer = Trainer(model, grouped(lists), texts, folder, recipe)
    trainer.run(report)
    return export(trainer, folder)


def mine_all(data: Path, seed: int, report: Report) -> tuple[list[str], list[Mined]]:
    """Every pool's passages and candidate lists."""
    embedder, rng = MiniLmEmbedder(), random.Random(seed)  # noqa: S311 - sampling, not secrets
    texts: list[str] = []
    lists: list[Mined] = []
    for pool in load_pools(data, seed):
        cut = cut_pool(pool, len(texts), embedder.count_tokens)
        found = list(mine(pool, cut, embedder.embed_passages(cut.texts), embedder, rng))
        texts += cut.texts
        lists += found
        report(f"{pool.name}: {len(cut.texts)} passages, {len(found)} lists")
    return texts, lists


def grouped(lists: Sequence[Mined]) -> dict[str, list[Mined]]:
    """The training lists by the data set that they count as."""
    groups: dict[str, list[Mined]] = defaultdict(list)
    for m in lists:
        if m.split == "train":
            groups[m.group].append(m)
    return dict(groups)


def export(trainer: Trainer, folder: Path) -> Path:
    """float16 tensors without the frozen word table, which the packaged model holds already."""
    tensors = trainer.model.tensors()
    kept = {n: t.float().numpy().astype(np.float16) for n, t in tensors.items() if n != FROZEN}
    path = folder / "reranker.safetensors"
    metadata = {
        "name": f"{NAME}-{trainer.step}",
        "pooling": "mean",
        "max_tokens": str(trainer.recipe.max_tokens),
        "mix_cosine": f"{float(trainer.mix.cosine):.4f}",
        "mix_bm25": f"{float(trainer.mix.bm25) / 100:.5f}",
    }
    save_file(kept, path, metadata)
    return path


def _packaged() -> dict[str, NDArray[np.float32]]:
    return {n: t.dense() if isinstance(t, Quantised) else np.array(t) for n, t in load_tensors().items()}
