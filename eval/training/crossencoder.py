"""The cross-encoder in torch: the packaged MiniLM reading question and passage together.

Wang et al., "MiniLM", NeurIPS 2020; Nogueira and Cho, "Passage Re-ranking with BERT", 2019.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor

from eval.training.encoder import FROZEN, Encoder, Weights, packaged
from ingest.models.bert import Pooling
from ingest.models.package import DIMENSION
from ingest.models.weights import read_tensors

# A zero head: the first step starts exactly at the hybrid baseline.
HEAD: Weights = {
    "head.weight": np.zeros((1, DIMENSION), np.float32),
    "head.bias": np.zeros(1, np.float32),
}


class CrossEncoder(Encoder):
    """(ids, types, mask), each int[b, t] -> logits float32[b] of a linear head: higher answers better."""

    def __init__(self, tensors: Weights, pooling: Pooling = "mean") -> None:
        super().__init__(tensors, HEAD, pooling)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """The logits."""
        found: Tensor = self.pooled(ids, types, mask) @ self["head.weight"].T + self["head.bias"]
        return found[:, 0]


def started(weights: Path, pooling: Pooling) -> tuple[CrossEncoder, dict[str, str]]:
    """The model of a file that `write_weights` wrote, and the file's metadata: to train on from there."""
    model = CrossEncoder(packaged(), pooling)
    tensors, metadata = read_tensors(weights)
    with torch.no_grad():
        for name in model.names:
            if name in tensors:
                model[name].copy_(torch.tensor(np.array(tensors[name], np.float32)))
    return model, metadata


def write_weights(
    path: Path, model: CrossEncoder, name: str, max_tokens: int, metadata: Mapping[str, str]
) -> None:
    """float16 tensors without the frozen word table, which the packaged model holds already."""
    kept = {n: t.float().numpy().astype(np.float16) for n, t in model.tensors().items() if n != FROZEN}
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {"name": name, "pooling": model.pooling, "max_tokens": str(max_tokens)}
    save_file(kept, path, {**said, **metadata})
