"""The cross-encoder that is trained: the product's runtime reads its files to the same logits."""

from pathlib import Path

import numpy as np
import pytest
import torch

from eval.training.batches import collate
from eval.training.crossencoder import CrossEncoder, started, write_weights
from eval.training.encoder import packaged
from ingest.models import OpenVinoPairScorer, package
from ingest.models.bert import Pooling

QUESTION = "Why does a lock wait?"
PASSAGES = ["The lock waits.", "A router keeps 3 routes of each neighbour, and the lock waits for them." * 3]


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_either_pooling_scores_alike_in_both_runtimes(pooling: Pooling, tmp_path: Path):
    """The file says how it pools; float16 weights give torch's float32 logits within 0.005."""
    model = CrossEncoder(packaged(), pooling)
    with torch.no_grad():
        model["head.weight"].copy_(torch.linspace(-1, 1, 384)[None])
    write_weights(tmp_path / "w.safetensors", model, "made-up", 64, {})
    tokenizer = package.load_tokenizer()
    tokenizer.enable_truncation(64)
    with torch.no_grad():
        expected = model(*collate(tokenizer.encode_batch([(QUESTION, p) for p in PASSAGES]))).numpy()
    found = OpenVinoPairScorer(tmp_path / "w.safetensors", "f32", 1).score(QUESTION, PASSAGES)
    assert found == pytest.approx(expected, abs=5e-3)
    assert abs(expected[0] - expected[1]) > 0.01


def test_a_run_may_go_on_with_another_pooling(tmp_path: Path):
    """The tensors are the file's, the pooling is the one that is asked for."""
    first = CrossEncoder(packaged(), "mean")
    write_weights(tmp_path / "w.safetensors", first, "made-up", 64, {})
    model, metadata = started(tmp_path / "w.safetensors", "cls")
    assert (model.pooling, metadata["pooling"]) == ("cls", "mean")
    name = "encoder.layer.5.output.dense.weight"
    np.testing.assert_allclose(model[name].detach(), first[name].detach(), atol=1e-3)
