"""The trained model of the support check: which, and in which order it reads claim and evidence."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ingest.models import OpenVinoPairScorer, load_pair_scorer
from ingest.models.pairs import Scores
from serve.support.calibration import NO_MODEL

SHIPPED = Path(__file__).with_name("weights") / "verifier.safetensors"
"""The cross-encoder that comes with the project (docs/models/verifier.md)."""


class PairModel(Protocol):
    """A cross-encoder over texts that go together."""

    name: str

    def score_pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> Scores:
        """float32[n]: a logit for each first text with its own second."""
        ...

    def describe(self) -> str:
        """Model, runtime, precision and threads."""
        ...


class SupportModel:
    """(claim, evidence) -> the logit that the evidence supports the claim."""

    def __init__(self, pairs: PairModel, claim_first: bool) -> None:
        self.name, self.describe = pairs.name, pairs.describe
        self._pairs, self._claim_first = pairs, claim_first

    def logits(self, claims: Sequence[str], evidence: Sequence[str]) -> Scores:
        """float32[n], in order."""
        return self._pairs.score_pairs(*((claims, evidence) if self._claim_first else (evidence, claims)))


def load_support_model(setting: str) -> SupportModel | None:
    """`minilm` is the shipped one, `none` is None, else a file, folder or hub name; raises ModelProblem.

    Our own read the claim first, whose words then are never cut off. Entailment models, HHEM among
    them, were trained on premise and hypothesis in that order.
    """
    if setting == NO_MODEL:
        return None
    pairs = load_pair_scorer(str(SHIPPED) if setting == "minilm" else setting)
    return SupportModel(pairs, claim_first=isinstance(pairs, OpenVinoPairScorer))
