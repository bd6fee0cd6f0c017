"""What the tests of the models share: texts of many lengths, and the same weights in torch."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from ingest.models import MiniLmEmbedder, package

SENTENCE = "retrieval augmented generation grounds an answer in passages of documents that it can cite "
TEXTS = [
    "",
    " ",
    "What is RAG?",
    "naïve café — 検索拡張生成 🙂 ½",
    "a\u0301\u200b\x00\ufffd",
    *(" ".join((SENTENCE * 30).split()[:n]) for n in (1, 7, 8, 9, 40, 160, 300)),
]
"""Empty and unicode texts, and lengths on both sides of a bucket and of the 256 tokens that are read."""


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """See `TEXTS`."""
    return TEXTS


@pytest.fixture(scope="session")
def minilm() -> MiniLmEmbedder:
    """The packaged embedder in f32, whatever the processor offers."""
    return MiniLmEmbedder("f32")


@pytest.fixture(scope="session")
def head() -> dict[str, NDArray[np.float32]]:
    """A head that makes logits of a few units from any encoder's states."""
    weight = np.random.default_rng(0).normal(size=(1, package.DIMENSION)).astype(np.float32)
    return {"head.weight": weight, "head.bias": np.array([0.5], np.float32)}


@pytest.fixture
def scorer_file(tmp_path: Path, head: dict[str, NDArray[np.float32]]) -> Callable[..., Path]:
    """(metadata) -> a file as training writes it: fp16, a changed bias, no word embeddings."""

    def written(**metadata: str) -> Path:
        changed = {"embeddings.LayerNorm.bias": np.full(package.DIMENSION, 0.125, np.float32)}
        tensors = {n: t.astype(np.float16) for n, t in {**head, **changed}.items()}
        save_file(tensors, tmp_path / "reranker.safetensors", metadata)
        return tmp_path / "reranker.safetensors"

    return written
