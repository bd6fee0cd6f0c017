"""The verifier that ships: the file of the model card, the scores it had there, and what it has to catch."""

from hashlib import sha256
from pathlib import Path

import pytest

from serve.support.calibration import load_support_calibration
from serve.support.models import SHIPPED, load_support_model
from serve.support.verifier import SupportVerifier, load_verifier

SHA256 = "a0f7d9918e47571a1c9845bc102c34e52086fe799e413b1d24ffd26336f4b261"
CARD = Path(__file__).parents[4] / "docs" / "models" / "verifier.md"
EVIDENCE = (
    "The draft model proposes five tokens. The target model checks all of them in one forward pass, "
    "which makes generation two to three times faster. The output distribution does not change."
)
SOUND = (
    "The target model checks all of them in one forward pass.",
    "The draft model proposes five tokens, and the target model checks all of them.",
    "In short, the draft model proposes 5 tokens.",
    "Generation becomes two to three times faster.",
)
WRONG = (
    "It makes generation two to three times slower.",
    "The draft model proposes nine tokens.",
    "The output distribution does change.",
    "The target model checks all of them in one pass, making generation two to three times slower.",
    "The draft model checks all of the target model's tokens.",
    "Speculative decoding needs a reward model.",
)
LOGITS = (6.19, 3.89, 6.17)


@pytest.fixture(scope="module")
def verifier() -> SupportVerifier:
    """What `RAG_VERIFIER=minilm`, the default, loads."""
    return load_verifier("minilm")


def test_the_file_is_the_one_of_the_model_card():
    """Its SHA-256 is the committed one, the card names it, and it is small enough to commit."""
    assert sha256(SHIPPED.read_bytes()).hexdigest() == SHA256
    assert SHA256 in CARD.read_text(encoding="utf-8")
    assert SHIPPED.stat().st_size <= 25_000_000


def test_known_scores():
    """Three pairs get the logits that they got when the file was made, up to what bf16 rounds away."""
    model = load_support_model("minilm")
    assert model is not None
    assert model.logits(SOUND[:3], [EVIDENCE] * 3) == pytest.approx(LOGITS, abs=0.4)


@pytest.mark.parametrize("claim", SOUND)
def test_what_is_said_is_supported(verifier: SupportVerifier, claim: str):
    """Word for word, two sentences made one, with a phrase in front, and in other words."""
    assert verifier.verify([claim], [EVIDENCE])[0].supported


@pytest.mark.parametrize("claim", WRONG)
def test_what_is_not_said_is_unsupported(verifier: SupportVerifier, claim: str):
    """A wrong number, a lost negation, an opposite, exchanged names, and what is not there at all."""
    assert not verifier.verify([claim], [EVIDENCE])[0].supported


def test_its_numbers_were_fitted_with_it(verifier: SupportVerifier):
    """The calibration file holds a set of its name."""
    model = load_support_model("minilm")
    assert model is not None
    assert load_support_calibration(model.name) is not None


def test_without_the_model_there_are_numbers_too():
    """`none` leaves overlap and checks, with numbers that were fitted without a model."""
    assert load_support_calibration("none") is not None
    assert not load_verifier("none").verify(["Whales sing at night."], [EVIDENCE])[0].supported
