"""The late interaction that ships: the very file of the model card, with the scores that it had there."""

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from ingest.models import MiniLmEmbedder
from ingest.models.late import SHIPPED, best_matches, parted

SHA256 = "2637e51ea4208a44cca9cfe40bd62c95ac131c3cec9641868881adbaea240d47"
CARD = Path(__file__).parents[4] / "docs" / "models" / "late-interaction.md"
QUESTION = "Why do two goroutines deadlock?"
PASSAGES = (
    "A deadlock happens when two goroutines each wait for a lock that the other one holds.",
    "Goroutines are lightweight threads that the Go runtime schedules onto a few threads of the system.",
    "The moon orbits the earth once in about 27 days.",
)
MEANS = (0.691, 0.510, 0.194)


def test_the_file_is_the_one_of_the_model_card():
    """Its SHA-256 is the committed one, the card names it, and it is small."""
    assert sha256(SHIPPED.read_bytes()).hexdigest() == SHA256
    assert SHA256 in CARD.read_text(encoding="utf-8")
    assert SHIPPED.stat().st_size <= 1_000_000


def test_known_scores(minilm: MiniLmEmbedder):
    """Means of best matches, weighed by importance alone, up to what bf16 rounds away."""
    (question,) = minilm.embed_questions_with_tokens([QUESTION])
    read = minilm.embed_passages_with_tokens(PASSAGES, [0] * len(PASSAGES))
    codes = [parted(e.codes)[0] for e in read]
    assert question.tokens is not None
    weights = question.tokens.importance / question.tokens.importance.sum()
    means = best_matches(question.tokens.vectors, codes) @ weights
    assert means == pytest.approx(MEANS, abs=0.03)
    assert list(np.argsort(-means)) == [0, 1, 2]
