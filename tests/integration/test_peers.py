"""Contestants answer the bench's orders, and all of them read the same weights."""

from pathlib import Path

import numpy as np
import pytest

from eval.peers.player import OURS, PeerFailed, interpreter, playing
from eval.peers.weights import export_embedder, export_reranker
from ingest.models import OpenVinoPairScorer
from retrieval.rerank import SHIPPED

pytestmark = pytest.mark.slow

PASSAGES = ["LoRA learns a low-rank correction.", "Bananas are yellow.", "The rank of LoRA is small. " * 60]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both models as folders."""
    folder = tmp_path_factory.mktemp("models")
    export_embedder(folder / "embedder")
    export_reranker(SHIPPED, folder / "reranker")
    return folder


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_peers_read_the_cross_encoder_that_ships(models: Path):
    """The exported folder gives the logits of the shipped file, long passages cut alike."""
    from sentence_transformers import CrossEncoder

    theirs = CrossEncoder(str(models / "reranker"), device="cpu").predict(
        [("What is LoRA?", p) for p in PASSAGES]
    )
    ours = OpenVinoPairScorer(SHIPPED, precision="f32").score("What is LoRA?", PASSAGES)
    assert np.allclose(theirs, ours, atol=1e-3)


def test_a_contestant_keeps_its_index(models: Path, tmp_path: Path):
    """What one process indexed another finds, best first."""
    items = [("a", "Zebras graze in the morning."), ("b", "Lions hunt at night.")]
    with playing(OURS, tmp_path, models, tmp_path / "index") as player:
        assert player.index(items, split=True) > 0
    with playing(OURS, tmp_path, models, tmp_path / "index") as player:
        player.open()
        found, milliseconds = player.search("When do lions hunt?", rerank=True)
        assert [(i, text) for i, _, text in found][:1] == [("b", "Lions hunt at night.")]
        assert milliseconds > 0
        assert player.mebibytes() > 100


def test_a_missing_environment_is_said(tmp_path: Path):
    """The message names the contestant and the command that builds what is missing."""
    with pytest.raises(PeerFailed, match=r"no environment for Haystack .* make peers"):
        interpreter("Haystack", tmp_path)
