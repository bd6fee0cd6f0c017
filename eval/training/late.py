"""Training late interaction on the packaged model's own token vectors, which stay as they are.

Learned are a projection to BITS signs, how much a token of a question weighs, and what a word's rarity is
raised to (`ingest.models.late`, `retrieval.late`); docs/models/late-interaction.md.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional

from eval.training.latelists import List, load_lists
from eval.training.losses import list_loss
from eval.training.train import Recipe, schedule
from ingest.models.late import BITS
from ingest.models.package import DIMENSION
from retrieval.late import FLOOR

CHECKPOINT = "late.pt"
LISTS, LONGEST = 16, 160
"""Lists of a step, and tokens of a passage that are looked at."""
ALONE, SHARPNESS = 0.3, 20.0
"""Weight of the loss of late interaction by itself, and what multiplies it there."""
RATE, STEADY_RATE = 2e-3, 15.0
"""Adam's peak for the projection, and how much faster the few scalars learn."""


@dataclass(frozen=True, slots=True)
class Batch:
    """l lists of n passages. `question`: [l, q, d], `asked` and `rarity`: [l, q]; `passages`: [l, n, p, d],
    `mask`: [l, n, p]; `cosine` and `bm25`: [l, n]. The first passage of a list answers.
    """

    question: Tensor
    asked: Tensor
    rarity: Tensor
    passages: Tensor
    mask: Tensor
    cosine: Tensor
    bm25: Tensor


class LateInteraction(nn.Module):
    """The trained parts, with the mix that they are trained in."""

    def __init__(self) -> None:
        super().__init__()
        start = torch.linalg.qr(torch.randn(DIMENSION, DIMENSION))[0]
        self.projection = nn.Parameter(start[:, :BITS].clone())
        self.importance = nn.Linear(DIMENSION, 1)
        nn.init.zeros_(self.importance.weight)
        nn.init.constant_(self.importance.bias, math.log(math.e - 1))
        self.power = nn.Parameter(torch.tensor(1.5))
        # That of BM25 a hundred times too large, so that one learning rate fits all.
        self.mix = nn.Parameter(torch.tensor([9.0, 10.0, 6.0]))

    def forward(self, batch: Batch) -> Tensor:
        """float[l, n]: the weighted mean of best matches."""
        question = functional.normalize(batch.question @ self.projection, dim=-1)
        similar = torch.einsum("lqd,lnpd->lnqp", question, self._signs(batch.passages))
        best = similar.masked_fill(~batch.mask[:, :, None], -1.0).amax(-1)
        weights = batch.asked * (batch.rarity + FLOOR) ** self.power
        weights = weights * functional.softplus(self.importance(batch.question)[..., 0])
        return torch.einsum("lnq,lq->ln", best, weights / weights.sum(-1, keepdim=True))

    def mixed(self, batch: Batch, late: Tensor) -> Tensor:
        """The order that is learned: cosine and BM25 are there without it."""
        return self.mix[0] * batch.cosine + self.mix[1] / 100 * batch.bm25 + self.mix[2] * late

    def _signs(self, passages: Tensor) -> Tensor:
        """Signs with the slope of what they are the signs of (Bengio et al., arXiv:1308.3432, 2013)."""
        real = functional.normalize(passages @ self.projection, dim=-1)
        signs = torch.where(real > 0, 1.0, -1.0) / math.sqrt(BITS)
        return real + (signs - real).detach()


def train(data: Path, folder: Path, recipe: Recipe, report: Callable[[str], None]) -> Path:
    """Mines where `folder` holds no lists yet, resumes where it holds a checkpoint; returns the weights."""
    lists = load_lists(data, folder, recipe.seed, report)
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    model = LateInteraction()
    few = [model.power, model.mix]
    many = [model.projection, *model.importance.parameters()]
    optimizer = torch.optim.Adam([{"params": many}, {"params": few}])
    step = _resume(folder / CHECKPOINT, model, optimizer)
    began, first = time.monotonic(), step
    while step < recipe.steps:
        rate = recipe.rate * schedule(step, recipe)
        for group, factor in zip(optimizer.param_groups, (1.0, STEADY_RATE), strict=True):
            group["lr"] = rate * factor
        loss = _learn(model, optimizer, _drawn(lists, recipe.seed, step))
        step += 1
        if step % recipe.save_every == 0 or step == recipe.steps:
            _save(folder / CHECKPOINT, model, optimizer, step)
            pace = (time.monotonic() - began) / (step - first)
            report(f"step {step}: loss {loss:.3f}, {pace:.2f} s a step")
    path = folder / "late-interaction.safetensors"
    export(path, model)
    return path


def export(path: Path, model: LateInteraction) -> None:
    """What `ingest.models.late.load_late_weights` reads."""
    tensors = {
        "projection.weight": model.projection,
        "importance.weight": model.importance.weight.T,
        "importance.bias": model.importance.bias,
        "power": model.power[None],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({n: np.ascontiguousarray(t.detach().numpy()) for n, t in tensors.items()}, path)


def _learn(model: LateInteraction, optimizer: torch.optim.Optimizer, batch: Batch) -> float:
    late = model(batch)
    loss = list_loss(model.mixed(batch, late)) + ALONE * list_loss(SHARPNESS * late)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
    optimizer.step()
    return float(loss.detach())


def _drawn(lists: Sequence[List], seed: int, step: int) -> Batch:
    """Depends on the step alone, so that a resumed run sees the same lists."""
    rng = np.random.default_rng([seed, step])
    return collate([lists[i].drawn(rng) for i in rng.choice(len(lists), LISTS, replace=False)])


def collate(lists: Sequence[List]) -> Batch:
    """Pads lists of equally many passages."""
    words = max(len(x.question) for x in lists)
    longest = min(LONGEST, max(len(p) for x in lists for p in x.passages))
    count, size = len(lists), len(lists[0].passages)
    question = np.zeros((count, words, DIMENSION), np.float32)
    asked, rarity = np.zeros((2, count, words), np.float32)
    passages = np.zeros((count, size, longest, DIMENSION), np.float32)
    mask = np.zeros((count, size, longest), np.bool_)
    for i, x in enumerate(lists):
        question[i, : len(x.question)] = x.question
        asked[i, : len(x.question)] = 1
        rarity[i, : len(x.question)] = x.rarity
        for j, tokens in enumerate(x.passages):
            passages[i, j, : len(tokens)] = tokens[:longest]
            mask[i, j, : len(tokens)] = True
    cosine, bm25 = (np.stack([getattr(x, n) for x in lists]) for n in ("cosine", "bm25"))
    return Batch(*map(torch.from_numpy, (question, asked, rarity, passages, mask, cosine, bm25)))


def _save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    """Written aside and renamed: a kill leaves the earlier checkpoint."""
    state = {"step": step, "model": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").rename(path)


def _resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
