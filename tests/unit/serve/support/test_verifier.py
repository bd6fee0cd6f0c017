"""The combined verdict, with a model in the place of the trained one that says what the test needs."""

import numpy as np
import pytest

from serve.support.calibration import SupportCalibration
from serve.support.verifier import SupportVerifier, Verdict, worst_logits

EVEN = SupportCalibration("test", -1.0, {"logit": 1.0, "words": 2.0, "number": -8.0}, 0.5)


class Sure:
    """A cross-encoder that gives every pair the same logit, and remembers what it read."""

    name = "sure"

    def __init__(self, logit: float = 2.0) -> None:
        self.logit = logit
        self.read: list[tuple[str, str]] = []

    def describe(self) -> str:
        """Its name."""
        return self.name

    def logits(self, claims: list[str], evidence: list[str]) -> np.ndarray:
        """The same for all, but minus that where the evidence lacks the claim's first word."""
        self.read += zip(claims, evidence, strict=True)
        return np.array(
            [self.logit if c.split()[0] in e else -self.logit for c, e in self.read[-len(claims) :]]
        )


def verdict(claim: str, evidence: str, model: Sure | None = None) -> Verdict:
    """The verdict on one claim."""
    return SupportVerifier(model or Sure(), EVEN).verify([claim], [evidence])[0]


def test_a_supported_claim_says_so_and_keeps_both_verdicts():
    """Score, model's probability and reason agree, and no check objects."""
    found = verdict("Qdrant keeps vectors.", "The store is Qdrant, which keeps vectors and payloads.")
    assert found.supported
    assert found.score > 0.5
    assert found.model == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-6)
    assert (found.reason, found.findings) == ("the cited words say it", ())


def test_a_finding_is_kept_and_gives_the_reason():
    """A wrong figure outweighs a model that is sure, and the reason names the figure."""
    found = verdict("Recall rose by 40%.", "Recall rose by 30% in the test.")
    assert not found.supported
    assert found.model is not None
    assert found.model > 0.8
    assert "40" in found.reason
    assert [f.check for f in found.findings] == ["number"]


def test_words_that_stand_there_need_no_model():
    """A whole sentence of the evidence is supported with certainty, and the model reads nothing."""
    model = Sure(-5.0)
    found = verdict("It has 30 layers.", "It is small. It has 30 layers. It is fast.", model)
    assert (found.score, found.supported, found.model) == (1.0, True, None)
    assert model.read == []


def test_a_claim_is_as_well_supported_as_its_worst_sentence():
    """Half a truth gets the logit of the half that is none."""
    logits = worst_logits(Sure(), ["Qdrant is fast. Redis is slow."], ["Qdrant is a fast store."])
    assert logits == [-2.0]


def test_without_a_model_overlap_and_checks_decide():
    """`none` gives verdicts too, and says that no model was asked."""
    verifier = SupportVerifier(None, SupportCalibration("none", -1.0, {"words": 2.0, "number": -3.0}, 0.5))
    good, bad = verifier.verify(["Fusion adds ranks.", "Whales sing."], ["Rank fusion adds ranks."] * 2)
    assert (good.supported, bad.supported) == (True, False)
    assert good.model is None


def test_verdicts_come_in_the_order_of_the_claims():
    """Copied and judged claims may be mixed; nothing is lost or moved."""
    claims = ["Redis sings.", "Qdrant is fast.", "Qdrant is quick."]
    found = SupportVerifier(Sure(), EVEN).verify(claims, ["Qdrant is fast."] * 3)
    assert [v.model is None for v in found] == [False, True, False]
    assert [v.supported for v in found] == [False, True, True]


def test_no_claims_no_verdicts():
    """An empty list gives an empty list."""
    assert SupportVerifier(Sure(), EVEN).verify([], []) == []
