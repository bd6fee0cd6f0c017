"""Training the cross-encoder from the packaged MiniLM: mine once, train, export."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from eval.training import store
from eval.training.crossencoder import FROZEN, CrossEncoder
from eval.training.data import load_pools
from eval.training.losses import Mix
from eval.training.mining import Mined, cut_pool, mine
from eval.training.train import CHECKPOINT, Recipe, Trainer
from ingest.errors import PathProblem
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.package import load_tensors

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
    """Writes the run's weights into its folder; returns their path."""
    path = folder / "reranker.safetensors"
    write(path, trainer.model, trainer.mix, trainer.step, trainer.recipe.max_tokens)
    return path


def export_checkpoint(folder: Path, path: Path) -> int:
    """Writes the weights of the folder's last checkpoint; returns its step.

    The run may go on meanwhile: it replaces the checkpoint, and what is open here stays whole.
    """
    if not (folder / CHECKPOINT).exists():
        raise PathProblem(f"{folder} holds no checkpoint yet: run `rag-eval train reranker` first")
    state = torch.load(folder / CHECKPOINT, weights_only=True)
    model, mix = CrossEncoder(_packaged()), Mix()
    model.load_state_dict(state["model"])
    mix.load_state_dict(state["mix"])
    write(path, model, mix, state["step"], Recipe().max_tokens)
    return int(state["step"])


def write(path: Path, model: CrossEncoder, mix: Mix, step: int, max_tokens: int) -> None:
    """float16 tensors without the frozen word table, which the packaged model holds already."""
    kept = {n: t.float().numpy().astype(np.float16) for n, t in model.tensors().items() if n != FROZEN}
    metadata = {
        "name": f"{NAME}-{step}",
        "pooling": "mean",
        "max_tokens": str(max_tokens),
        "mix_cosine": f"{mix.cosine.item():.4f}",
        "mix_bm25": f"{mix.bm25.item() / 100:.5f}",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(kept, path, metadata)


def _packaged() -> dict[str, NDArray[np.float32]]:
    return {n: np.array(t) for n, t in load_tensors().items()}
