"""The cross-encoder that ships: the very file of the model card, with the scores that it had there."""

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from ingest.models import PairScorer
from retrieval.calibration import load_calibration
from retrieval.rerank import SHIPPED, CalibratedCrossEncoder, load_scorer, reranker_of

SHA256 = "e867feb2d9613f49e715589d554c163187a39bf10a69bd8b0355b9a5e1bbfc78"
CARD = Path(__file__).parents[3] / "docs" / "models" / "reranker.md"
QUESTION = "Why do two goroutines deadlock?"
PASSAGES = (
    "A deadlock happens when two goroutines each wait for a lock that the other one holds.",
    "Goroutines are lightweight threads that the Go runtime schedules onto a few threads of the system.",
    "The moon orbits the earth once in about 27 days.",
)
LOGITS = (3.21, -0.63, -2.62)


@pytest.fixture(scope="module")
def scorer() -> PairScorer:
    """What `RAG_RERANKER=minilm`, the default, loads."""
    found = load_scorer("minilm")
    assert found is not None
    return found


def test_the_file_is_the_one_of_the_model_card():
    """Its SHA-256 is the committed one, the card names it, and it is small enough to commit."""
    assert sha256(SHIPPED.read_bytes()).hexdigest() == SHA256
    assert SHA256 in CARD.read_text(encoding="utf-8")
    assert SHIPPED.stat().st_size <= 25_000_000


def test_known_scores(scorer: PairScorer):
    """Three pairs get the logits that they got when the file was made, up to what bf16 rounds away."""
    assert scorer.score(QUESTION, PASSAGES) == pytest.approx(LOGITS, abs=0.25)


def test_the_answer_comes_before_the_subject_and_the_stranger(scorer: PairScorer):
    """What answers scores above what is only about the same thing, and that above the foreign text."""
    assert list(np.argsort(-scorer.score(QUESTION, PASSAGES))) == [0, 1, 2]


def test_it_is_weighed_with_coefficients_that_were_fitted_with_it(scorer: PairScorer):
    """The calibration file holds a set of its name, and the reranker uses that set's logit."""
    assert load_calibration(scorer.name).reranker == scorer.name
    assert load_calibration(scorer.name).mix.logit > 0
    assert isinstance(reranker_of(scorer), CalibratedCrossEncoder)
