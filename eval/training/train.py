"""The training loop of the models that read text: seeded, checkpointed, resumable at any kill."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
from tokenizers import Encoding
from torch import Tensor, nn

from eval.training.batches import collate, micro_batches
from eval.training.encoder import Encoder
from ingest.errors import PathProblem
from ingest.models.runtime import computes_in_bf16, default_threads

CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run depends on besides its data.

    `rate` is AdamW's peak, `cool_down` the share of the steps in which it falls, `threads` torch's.
    """

    steps: int = 2000
    rate: float = 8e-5
    warm_up: int = 100
    cool_down: float = 0.3
    clip: float = 1.0
    max_tokens: int = 192
    save_every: int = 50
    seed: int = 0
    threads: int = field(default_factory=default_threads)


class Batch(Protocol):
    """The encoded pairs of a step, and whatever its loss needs besides."""

    @property
    def pairs(self) -> Sequence[Encoding]:
        """In the order that the scores come back in."""
        ...


B = TypeVar("B", bound=Batch)


class Task(Protocol[B]):
    """What is learned: the pairs of each step and the loss of their scores."""

    @property
    def learned(self) -> nn.Module:
        """Parameters beside the model's."""
        ...

    def batch(self, step: int) -> B:
        """Depends on the step alone, so that a resumed run sees the same pairs."""
        ...

    def loss(self, batch: B, scores: Tensor) -> tuple[Tensor, dict[str, float]]:
        """The loss of the pairs' scores, float[n], and its parts by name."""
        ...


class Trainer(Generic[B]):
    """One run in a folder, which holds its checkpoint."""

    def __init__(self, model: Encoder, task: Task[B], folder: Path, recipe: Recipe) -> None:
        torch.set_num_threads(recipe.threads)
        self.model, self.task, self.recipe = model, task, recipe
        self._path = folder / CHECKPOINT
        self._in_bf16 = computes_in_bf16()
        everything = (*model.parameters(), *task.learned.parameters())
        self._learned = [p for p in everything if p.requires_grad]
        self._optimizer = torch.optim.AdamW(self._learned, recipe.rate, weight_decay=0.01)
        self.step = 0
        self._resume()

    def run(self, report: Callable[[str], None]) -> None:
        """Trains from the checkpoint's step, or from 0, up to the recipe's last.

        Saves every `save_every` steps and at the end; then `report` gets a line with the step, its
        losses and this call's mean seconds a step. A kill loses the steps since the last save.
        """
        began, first = time.monotonic(), self.step
        while self.step < self.recipe.steps:
            parts = self._learn(self.task.batch(self.step))
            self.step += 1
            if self.step % self.recipe.save_every == 0 or self.step == self.recipe.steps:
                self._save()
                pace = (time.monotonic() - began) / (self.step - first)
                losses = " ".join(f"{name} {value:.3f}" for name, value in parts.items())
                report(f"step {self.step}: {losses}, {pace:.2f} s a step")

    def _learn(self, batch: B) -> dict[str, float]:
        for group in self._optimizer.param_groups:
            group["lr"] = self.recipe.rate * schedule(self.step, self.recipe)
        loss, parts = self.task.loss(batch, self._scores(batch.pairs))
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self._learned, self.recipe.clip)
        self._optimizer.step()
        return parts

    def _scores(self, pairs: Sequence[Encoding]) -> Tensor:
        scores: list[Tensor] = [torch.empty(0)] * len(pairs)
        for rows in micro_batches(pairs):
            with torch.autocast("cpu", torch.bfloat16, enabled=self._in_bf16):
                found = self.model(*collate([pairs[i] for i in rows]))
            for row, score in zip(rows, found, strict=True):
                scores[row] = score
        return torch.stack(scores)

    def _save(self) -> None:
        """Written aside and renamed: a kill leaves the earlier checkpoint."""
        state = {
            "step": self.step,
            "model": self.model.state_dict(),
            "task": self.task.learned.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }
        aside = self._path.with_suffix(".new")
        torch.save(state, aside)
        aside.rename(self._path)

    def _resume(self) -> None:
        if self._path.exists():
            state = read_checkpoint(self._path.parent)
            self.step = state["step"]
            self.model.load_state_dict(state["model"])
            self.task.learned.load_state_dict(state["task"])
            self._optimizer.load_state_dict(state["optimizer"])


def read_checkpoint(folder: Path) -> dict[str, Any]:
    """`step`, `model`, `task` and `optimizer` of the last save; raises PathProblem where there is none."""
    if not (folder / CHECKPOINT).exists():
        raise PathProblem(f"{folder} holds no checkpoint yet: run `rag-eval train` first")
    found: dict[str, Any] = torch.load(folder / CHECKPOINT, weights_only=True)
    return found


def schedule(step: int, recipe: Recipe) -> float:
    """Linear warm-up, a constant rate, then linearly down to 0.

    Hägele et al., "Scaling Laws and Compute-Optimal Training Beyond Fixed Training Durations",
    NeurIPS 2024: as good as a cosine, and until it falls the number of steps may still be changed.
    """
    left = (recipe.steps - step) / max(1, recipe.cool_down * recipe.steps)
    return min(1.0, (step + 1) / recipe.warm_up, max(0.0, left))
