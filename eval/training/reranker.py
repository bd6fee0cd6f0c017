"""Training the cross-encoder from the packaged MiniLM: mine once, train, export."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.training import store
from eval.training.crossencoder import CrossEncoder, write_weights
from eval.training.data import load_pools
from eval.training.encoder import packaged
from eval.training.losses import Mix
from eval.training.mining import Mined, cut_pool, mine
from eval.training.ranking import Ranking
from eval.training.train import Recipe, Trainer, read_checkpoint
from ingest.models.embedder import MiniLmEmbedder

Report = Callable[[str], None]
NAME = "interview-rag-reranker"


def train(data: Path, folder: Path, recipe: Recipe, report: Report) -> Path:
    """Mines where `folder` holds no lists yet, resumes where it holds a checkpoint; returns the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / store.TEXTS).exists():
        store.save(folder, *mine_all(data, recipe.seed, report))
    texts, lists = store.load(folder)
    task = Ranking(grouped(lists), texts, recipe)
    model = CrossEncoder(packaged())
    trainer = Trainer(model, task, folder, recipe)
    trainer.run(report)
    path = folder / "reranker.safetensors"
    write(path, model, task.learned, trainer.step, recipe.max_tokens)
    return path


def mine_all(data: Path, seed: int, report: Report) -> tuple[list[str], list[Mined]]:
    """Every pool's passages and candidate lists."""
    embedder, rng = MiniLmEmbedder(adapter=None), random.Random(seed)  # noqa: S311 - sampling, not secrets
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


def export_checkpoint(folder: Path, path: Path) -> int:
    """Writes the weights of the folder's last checkpoint; returns its step.

    The run may go on meanwhile: it replaces the checkpoint, and what is open here stays whole.
    """
    state = read_checkpoint(folder)
    model, mix = CrossEncoder(packaged()), Mix()
    model.load_state_dict(state["model"])
    mix.load_state_dict(state["task"])
    write(path, model, mix, state["step"], Recipe().max_tokens)
    return int(state["step"])


def write(path: Path, model: CrossEncoder, mix: Mix, step: int, max_tokens: int) -> None:
    """The weights, and in their metadata those of the mix."""
    coefficients = {"mix_cosine": f"{mix.cosine.item():.4f}", "mix_bm25": f"{mix.bm25.item() / 100:.5f}"}
    write_weights(path, model, f"{NAME}-{step}", max_tokens, coefficients)
