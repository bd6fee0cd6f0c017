"""The bi-encoder's adapter that ships: the very file of the model card, with the cosines that it makes."""

from hashlib import sha256
from pathlib import Path

import pytest

from ingest.models import MiniLmEmbedder
from ingest.models.adapter import SHIPPED, load_adapter
from ingest.models.package import load_tensors

SHA256 = "3a808e269120294bd70e186ce1acd84b2902d478878ca55c1412539f56d56985"
CARD = Path(__file__).parents[4] / "docs" / "models" / "embedder.md"
QUESTION = "how do I stop one slow client from using up all the connections?"
PASSAGES = (
    "A rate limiter bounds how many requests somebody may have open at a time.",
    "Clients connect to the server over TLS, slow ones included; connections are logged.",
)


def test_the_file_is_the_one_of_the_model_card():
    """Its SHA-256 is the committed one, the card names it, and it is small."""
    assert sha256(SHIPPED.read_bytes()).hexdigest() == SHA256
    assert SHA256 in CARD.read_text(encoding="utf-8")
    assert SHIPPED.stat().st_size <= 3_000_000


def test_it_changes_matrices_that_are_there():
    """Each change has the shape of a packaged matrix of the encoder."""
    packaged, tensors = load_tensors(), load_adapter().tensors
    for name in {n.rpartition(".")[0] for n in tensors}:
        change = tensors[f"{name}.up"] @ tensors[f"{name}.down"]
        assert name.startswith("encoder.layer.")
        assert change.shape == packaged[name].shape


def test_known_cosines(minilm: MiniLmEmbedder):
    """Up to what bf16 rounds away: what answers in other words comes nearer, what only shares words falls."""
    after = minilm.embed_passages(PASSAGES) @ minilm.embed_queries([QUESTION])[0]
    plain = MiniLmEmbedder("f32", adapter=None)
    before = plain.embed_passages(PASSAGES) @ plain.embed_queries([QUESTION])[0]
    assert before == pytest.approx((0.287, 0.641), abs=0.01)
    assert after == pytest.approx((0.332, 0.455), abs=0.01)
