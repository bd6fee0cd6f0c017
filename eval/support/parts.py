"""What each part of the verdict, and each simpler way, says of the same pairs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.calibrate.fit import logistic
from eval.training.support.claims import Pair
from ingest.models import Embedder
from serve.support.checks import findings
from serve.support.figures import CHECKS, FIGURES, figures
from serve.support.focus import focused
from serve.support.models import SupportModel
from serve.support.verbatim import stands_in
from serve.support.verifier import worst_logits

Floats = NDArray[np.float64]
CLAIM, OVERLAP, COSINE, CHECKED, MODEL, COMBINED = (
    "claim alone",
    "word overlap",
    "cosine",
    "checks",
    "model",
    "combination",
)
WAYS = (CLAIM, OVERLAP, COSINE, CHECKED, MODEL, COMBINED)


@dataclass(frozen=True, slots=True)
class Seen:
    """Pairs with their figures, float[n, FIGURES], the claims' vectors, their cosines to the evidence,
    and whether they stand in it word for word."""

    pairs: Sequence[Pair]
    rows: Floats
    claims: Floats
    cosines: Floats
    copied: NDArray[np.bool_]

    @property
    def supported(self) -> NDArray[np.bool_]:
        """bool[n]."""
        return np.array([p.supported for p in self.pairs])

    def of(self, chosen: NDArray[np.bool_]) -> "Seen":
        """The chosen pairs, in order."""
        kept = [p for p, keep in zip(self.pairs, chosen, strict=True) if keep]
        return Seen(kept, self.rows[chosen], self.claims[chosen], self.cosines[chosen], self.copied[chosen])

    def only(self, source: str) -> "Seen":
        """The pairs of one data set."""
        return self.of(np.array([p.source == source for p in self.pairs]))

    def and_unread(self, others: "Seen") -> "Seen":
        """With pairs that the model was trained on and is too sure of: each gets the mean logit.

        They tell what overlap and checks are worth, and nothing of the model.
        """
        rows = others.rows.copy()
        rows[:, FIGURES.index("logit")] = self.column("logit").mean()
        return Seen(
            [*self.pairs, *others.pairs],
            np.vstack([self.rows, rows]),
            np.vstack([self.claims, others.claims]),
            np.concatenate([self.cosines, others.cosines]),
            np.concatenate([self.copied, others.copied]),
        )

    def column(self, name: str) -> Floats:
        """float[n]: one figure."""
        return self.rows[:, FIGURES.index(name)]


Way = Callable[[Seen], Floats]
"""Pairs to scores of any scale, float[n]: higher means supported."""


def observe(pairs: Sequence[Pair], model: SupportModel | None, embedder: Embedder) -> Seen:
    """Reads every pair once; without a model, logits are 0."""
    claims, evidence = [p.claim for p in pairs], [p.evidence for p in pairs]
    logits = worst_logits(model, claims, evidence) if model else [0.0] * len(pairs)
    known = [
        figures(c, e, findings(c, e), logit) for c, e, logit in zip(claims, evidence, logits, strict=True)
    ]
    rows = np.array([[k[name] for name in FIGURES] for k in known])
    mine = embedder.embed_passages(claims)
    theirs = embedder.embed_passages([focused(c, e) for c, e in zip(claims, evidence, strict=True)])
    copied = np.array([stands_in(c, e) for c, e in zip(claims, evidence, strict=True)])
    return Seen(pairs, rows, np.asarray(mine, float), np.asarray((mine * theirs).sum(1), float), copied)


def claim_alone(trained: Seen) -> Way:
    """What a claim's own words give away: a regression on its vector, which never reads the evidence."""
    found = logistic(trained.claims, trained.supported.astype(float), np.ones(len(trained.pairs)))
    return lambda seen: np.asarray(found.bias + seen.claims @ found.weights)


def by_parts(claim: Way, combined: Way) -> dict[str, Way]:
    """Every way by its name."""
    return {
        CLAIM: claim,
        OVERLAP: lambda s: s.column("words"),
        COSINE: lambda s: s.cosines,
        CHECKED: lambda s: -np.sum([s.column(c) for c in CHECKS], axis=0),
        MODEL: lambda s: s.column("logit"),
        COMBINED: combined,
    }
