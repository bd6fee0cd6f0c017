"""The bi-encoder in torch: the packaged MiniLM and a change of low rank to each of its matrices.

`ingest.models.adapter` reads what comes of it.
"""

import math
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional

from eval.training.encoder import Encoder, Weights

RANK = 32


class BiEncoder(Encoder):
    """(ids, types, mask), each int[b, t] -> unit vectors float32[b, d]."""

    def __init__(self, tensors: Weights, rank: int = RANK) -> None:
        """Starts exactly as `tensors` are, which stay."""
        super().__init__(tensors)
        self.requires_grad_(False)
        named = [n for n in self.names if n.startswith("encoder.") and tensors[n].ndim == 2]
        self._place = {name.removesuffix(".weight"): i for i, name in enumerate(named)}
        shapes = [tensors[name].shape for name in named]
        self.up = nn.ParameterList(nn.Parameter(torch.zeros(out, rank)) for out, _ in shapes)
        self.down = nn.ParameterList(
            nn.Parameter(torch.randn(rank, width) / math.sqrt(width)) for _, width in shapes
        )

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """The vectors."""
        return functional.normalize(self.pooled(ids, types, mask), dim=-1)

    def _linear(self, x: Tensor, at: str) -> Tensor:
        i = self._place[at]
        return super()._linear(x, at) + functional.linear(functional.linear(x, self.down[i]), self.up[i])

    def write(self, path: Path, name: str, share: float) -> None:
        """The change, or a share of it, as `ingest.models.adapter` reads it; float16."""
        kept = {}
        for at, i in self._place.items():
            kept[f"{at}.weight.up"] = (share * self.up[i].detach()).numpy().astype(np.float16)
            kept[f"{at}.weight.down"] = self.down[i].detach().numpy().astype(np.float16)
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(kept, path, {"name": name})
