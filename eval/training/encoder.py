"""The packaged MiniLM in torch, to be trained with one head or another.

Tensors keep the packaged model's names, so that any runtime that builds it can build what comes of it.
"""

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ingest.models.bert import Pooling
from ingest.models.package import load_tensors

HEADS = 12
LAYERS = 6
MASKED = -1e4
FROZEN = "embeddings.word_embeddings.weight"
"""Left as packaged: most of the parameters, and training data of this size only harms rare words."""

Weights = Mapping[str, NDArray[np.float32]]


class Encoder(nn.Module):
    """(ids, types, mask), each int[b, t] -> the mean of the last layer's states, or the first (`cls`)."""

    def __init__(self, tensors: Weights, head: Weights | None = None, pooling: Pooling = "mean") -> None:
        """`head`: tensors to learn besides."""
        super().__init__()
        self.pooling: Pooling = pooling
        kept = {n: t for n, t in tensors.items() if not n.startswith("pooler") and t.dtype.kind == "f"}
        kept |= head or {}
        self.names = [*kept]
        self.weights = nn.ParameterList(nn.Parameter(torch.tensor(t)) for t in kept.values())
        self._index = {name: i for i, name in enumerate(self.names)}
        self[FROZEN].requires_grad_(False)

    def __getitem__(self, name: str) -> nn.Parameter:
        found: nn.Parameter = self.weights[self._index[name]]
        return found

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor by its name in the packaged model, and the head's."""
        return {name: self[name].detach() for name in self.names}

    def pooled(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """float32[b, d]."""
        hidden = self.hidden(ids, types, mask)
        if self.pooling == "cls":
            return hidden[:, 0].float()
        found: Tensor = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return found.float()

    def hidden(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """The last layer's states, float[b, t, d]; of the first token alone, float[b, 1, d], with `cls`."""
        places = torch.arange(ids.shape[1])
        x = functional.embedding(ids, self[FROZEN])
        x = x + self["embeddings.position_embeddings.weight"][places]
        x = x + self["embeddings.token_type_embeddings.weight"][types]
        x = self._norm(x, "embeddings.LayerNorm")
        seen = None if bool(mask.all()) else mask[:, None, None, :].bool()
        for number in range(LAYERS):
            asking = x[:, :1] if self.pooling == "cls" and number == LAYERS - 1 else x
            x = self._layer(asking, x, f"encoder.layer.{number}", seen)
        return x

    def _layer(self, asking: Tensor, x: Tensor, at: str, seen: Tensor | None) -> Tensor:
        """The next states of `asking`, which attend to all of `x`."""
        q, k, v = (
            self._split(self._linear(states, f"{at}.attention.self.{name}"))
            for name, states in (("query", asking), ("key", x), ("value", x))
        )
        # Spelled out: torch's fused attention runs backward on a CPU at a third of this speed.
        logits = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        logits = logits if seen is None else logits.masked_fill(~seen, MASKED)
        mixed = logits.softmax(-1).to(v.dtype) @ v
        joined = mixed.transpose(1, 2).reshape(asking.shape)
        x = self._norm(
            asking + self._linear(joined, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm"
        )
        inner = functional.gelu(self._linear(x, f"{at}.intermediate.dense"))
        return self._norm(x + self._linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")

    def _linear(self, x: Tensor, at: str) -> Tensor:
        return functional.linear(x, self[f"{at}.weight"], self[f"{at}.bias"])

    def _norm(self, x: Tensor, at: str) -> Tensor:
        return functional.layer_norm(x, x.shape[-1:], self[f"{at}.weight"], self[f"{at}.bias"], eps=1e-12)

    @staticmethod
    def _split(x: Tensor) -> Tensor:
        """float[b, t, d] -> float[b, heads, t, d / heads]."""
        return x.view(*x.shape[:2], HEADS, -1).transpose(1, 2)


def packaged() -> dict[str, NDArray[np.float32]]:
    """The packaged MiniLM's tensors, writable."""
    return {n: np.array(t) for n, t in load_tensors().items()}
