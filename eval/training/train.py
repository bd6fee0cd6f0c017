"""The training loop of the cross-encoder: seeded, checkpointed, resumable at any kill."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from eval.training.batches import ListBatch, assemble, collate, micro_batches, pick, slots
from eval.training.crossencoder import CrossEncoder
from eval.training.losses import Mix, total_loss
from eval.training.mining import Mined
from ingest.models.package import load_tokenizer
from ingest.models.runtime import default_threads

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


class Trainer:
    """One run in a folder, which holds its checkpoint; `groups` are the lists of each data set."""

    def __init__(
        self,
        model: CrossEncoder,
        groups: Mapping[str, Sequence[Mined]],
        texts: Sequence[str],
        folder: Path,
        recipe: Recipe,
    ) -> None:
        torch.set_num_threads(recipe.threads)
        self.model, self.mix, self.recipe = model, Mix(), recipe
        self._groups, self._texts, self._path = groups, texts, folder / CHECKPOINT
        self._tokenizer = load_tokenizer()
        self._tokenizer.enable_truncation(recipe.max_tokens)
        learned = [p for p in (*model.parameters(), *self.mix.parameters()) if p.requires_grad]
        self._learned = learned
        self._optimizer = torch.optim.AdamW(learned, recipe.rate, weight_decay=0.01)
        self.step = 0
        self._resume()

    def run(self, report: Callable[[str], None]) -> None:
        """Trains from the checkpoint's step, or from 0, up to the recipe's last.

        Saves every `save_every` steps and at the end; then `report` gets a line with the step, its
        losses and this call's mean seconds a step. A kill loses the steps since the last save.
        """
        began, first = time.monotonic(), self.step
        while self.step < self.recipe.steps:
            parts = self._learn(self._batch(self.step))
            self.step += 1
            if self.step % self.recipe.save_every == 0 or self.step == self.recipe.steps:
                self._save()
                pace = (time.monotonic() - began) / (self.step - first)
                losses = " ".join(f"{name} {value:.3f}" for name, value in parts.items())
                report(f"step {self.step}: {losses}, {pace:.2f} s a step")

    def _batch(self, step: int) -> ListBatch:
        """The lists of a step depend on the step alone, so that a resumed run sees the same ones."""
        lists, taken = [], dict.fromkeys(self._groups, 0)
        for name in slots(step):
            per_step = slots(step).count(name)
            number = (step // 2 if per_step == 1 else step * per_step) + taken[name]
            taken[name] += 1
            lists.append(pick(self._groups[name], name, number, self.recipe.seed))
        rng = random.Random(f"{self.recipe.seed} {step}")  # noqa: S311 - sampling, not secrets
        return assemble(lists, self._texts, self._tokenizer, rng)

    def _learn(self, batch: ListBatch) -> dict[str, float]:
        for group in self._optimizer.param_groups:
            group["lr"] = self.recipe.rate * schedule(self.step, self.recipe)
        scores = self._scores(batch).view(batch.cosine.shape)
        loss, parts = total_loss(self.mix, batch.cosine, batch.bm25, scores)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self._learned, self.recipe.clip)
        self._optimizer.step()
        return parts

    def _scores(self, batch: ListBatch) -> Tensor:
        scores: list[Tensor] = [torch.empty(0)] * len(batch.pairs)
        for rows in micro_batches(batch.pairs):
            with torch.autocast("cpu", torch.bfloat16):
                found = self.model(*collate([batch.pairs[i] for i in rows]))
            for row, score in zip(rows, found, strict=True):
                scores[row] = score
        return torch.stack(scores)

    def _save(self) -> None:
        """Written aside and renamed: a kill leaves the earlier checkpoint."""
        state = {
            "step": self.step,
            "model": self.model.state_dict(),
            "mix": self.mix.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }
        aside = self._path.with_suffix(".new")
        torch.save(state, aside)
        aside.rename(self._path)

    def _resume(self) -> None:
        if self._path.exists():
            state = torch.load(self._path, weights_only=True)
            self.step = state["step"]
            self.model.load_state_dict(state["model"])
            self.mix.load_state_dict(state["mix"])
            self._optimizer.load_state_dict(state["optimizer"])


def schedule(step: int, recipe: Recipe) -> float:
    """Linear warm-up, a constant rate, then linearly down to 0.

    Hägele et al., "Scaling Laws and Compute-Optimal Training Beyond Fixed Training Durations",
    NeurIPS 2024: as good as a cosine, and until it falls the number of steps may still be changed.
    """
    left = (recipe.steps - step) / max(1, recipe.cool_down * recipe.steps)
    return min(1.0, (step + 1) / recipe.warm_up, max(0.0, left))
