"""What the cross-encoder learns from: the order that the hybrid misses, and the hybrid itself."""

import torch
from torch import Tensor, nn
from torch.nn import functional

TEACHER_TEMPERATURE = 1 / 20
BM25_WEIGHT = 0.005
ALONE, DISTILLED, JUDGED = 0.3, 0.3, 0.3
"""Weights of the three smaller losses beside the mix's own, 1."""


class Mix(nn.Module):
    """a * cosine + b * bm25 + head: the run starts at the hybrid and learns what is left over."""

    def __init__(
        self, cosine: float = 1 / TEACHER_TEMPERATURE, bm25: float = BM25_WEIGHT / TEACHER_TEMPERATURE
    ):
        super().__init__()
        self.cosine = nn.Parameter(torch.tensor(cosine))
        # Kept at a hundredth of its weight, so that one learning rate fits both.
        self.bm25 = nn.Parameter(torch.tensor(bm25 * 100))

    def forward(self, cosine: Tensor, bm25: Tensor, head: Tensor) -> Tensor:
        """All float[l, n] -> float[l, n]."""
        return self.cosine * cosine + self.bm25 / 100 * bm25 + head


def list_loss(scores: Tensor) -> Tensor:
    """Softmax over each list, the first entry the answer (ListNet's top one; Cao et al., ICML 2007)."""
    return functional.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))


def distillation(head: Tensor, cosine: Tensor, bm25: Tensor) -> Tensor:
    """KL(hybrid || head) over each list (Hinton et al., "Distilling the Knowledge", 2015)."""
    teacher = ((cosine + BM25_WEIGHT * bm25) / TEACHER_TEMPERATURE).log_softmax(-1)
    return functional.kl_div(head.log_softmax(-1), teacher, reduction="batchmean", log_target=True)


def judgement(head: Tensor) -> Tensor:
    """Cross-entropy of each pair by itself, so that a logit means the same in every list.

    The first entry answers, the others do not; both sides weigh the same.
    """
    answers, others = functional.logsigmoid(head[:, 0]), functional.logsigmoid(-head[:, 1:])
    return -(answers.mean() + others.mean()) / 2


def total_loss(mix: Mix, cosine: Tensor, bm25: Tensor, head: Tensor) -> tuple[Tensor, dict[str, float]]:
    """The weighted sum and its parts."""
    parts = {
        "mix": list_loss(mix(cosine, bm25, head)),
        "alone": list_loss(head),
        "distilled": distillation(head, cosine, bm25),
        "judged": judgement(head),
    }
    loss = parts["mix"] + ALONE * parts["alone"] + DISTILLED * parts["distilled"] + JUDGED * parts["judged"]
    return loss, {name: float(part.detach()) for name, part in parts.items()}
