"""The second verifier: it grades what the first let through, and serving never loads it."""

import random
from collections.abc import Sequence
from pathlib import Path

from eval.retrieval.tables import short, table
from eval.support.measure import roc_auc
from eval.support.parts import OVERLAP, Seen, observe
from eval.support.sets import changed
from eval.training.support.claims import Pair, by_source, load_claims, split
from eval.training.support.prose import places
from ingest.models import OpenVinoPairScorer, load_embedder
from serve.support.models import SupportModel

WEIGHTS = Path(__file__).parents[1] / "weights" / "judge.safetensors"
"""What ships with the project, for evaluation alone (docs/models/verifier.md)."""
A_SOURCE = 400


def load_judge(weights: Path = WEIGHTS) -> SupportModel:
    """The shipped judge, or the one in this file; raises ModelProblem."""
    return SupportModel(OpenVinoPairScorer(weights), claim_first=True)


def measured(data: Path, weights: Path, seed: int) -> str:
    """A table of ROC-AUC on what the verifier learned from, of which the judge has seen nothing."""
    seen = observe(unseen(data, seed), load_judge(weights), load_embedder())
    lines = [_line(name, seen) for name in sorted({p.source for p in seen.pairs})]
    return table(["set", "claims", OVERLAP, "judge"], lines, 2)


def unseen(data: Path, seed: int) -> Sequence[Pair]:
    """Some of the verifier's training claims of every set, and changed sentences of its documents."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    groups = by_source(split(load_claims(data))["train"])
    some = [p for pairs in groups.values() for p in rng.sample(pairs, min(A_SOURCE, len(pairs)))]
    prose = places(data, "train")
    return [*some, *changed(rng.sample(prose, min(A_SOURCE, len(prose))), "changed", seed)]


def _line(name: str, everything: Seen) -> list[str]:
    seen = everything.only(name)
    overlap, judge = (roc_auc(seen.column(c), seen.supported) for c in ("words", "logit"))
    return [name, str(len(seen.pairs)), short(overlap), short(judge)]
