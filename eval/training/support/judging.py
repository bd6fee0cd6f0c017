"""The verifier's task: every pair is right or wrong by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding
from torch import Tensor, nn
from torch.nn import functional

from eval.training.support.mixture import Mixture
from eval.training.train import Recipe
from ingest.models.package import load_tokenizer
from serve.support.focus import focused


@dataclass(frozen=True, slots=True)
class PairBatch:
    """n encoded pairs; `supported` and `weight` are float[n], the weights of each side sum to a half."""

    pairs: Sequence[Encoding]
    supported: Tensor
    weight: Tensor


class Judging:
    """Binary cross-entropy over a mixture of public and changed pairs."""

    def __init__(self, mixture: Mixture, recipe: Recipe) -> None:
        self.learned: nn.Module = nn.Identity()
        self._mixture = mixture
        self._tokenizer = load_tokenizer()
        self._tokenizer.enable_truncation(recipe.max_tokens)

    def batch(self, step: int) -> PairBatch:
        """See `Task.batch`."""
        pairs = self._mixture.step(step)
        texts = [(p.claim, focused(p.claim, p.evidence)) for p in pairs]
        supported = torch.tensor([float(p.supported) for p in pairs])
        share = torch.where(supported > 0, supported.sum(), (1 - supported).sum())
        return PairBatch(self._tokenizer.encode_batch(texts), supported, 0.5 / share)

    def loss(self, batch: PairBatch, scores: Tensor) -> tuple[Tensor, dict[str, float]]:
        """See `Task.loss`; its one part is the share of pairs judged right."""
        each = functional.binary_cross_entropy_with_logits(scores, batch.supported, reduction="none")
        right = ((scores > 0) == (batch.supported > 0)).float().mean()
        loss = (each * batch.weight).sum()
        return loss, {"loss": float(loss.detach()), "right": float(right)}
