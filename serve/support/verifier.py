"""The support check: does the evidence say the claim?

A calibrated combination of a trained cross-encoder, the overlap of words and the deterministic
checks. Contradicted and not said at all are both unsupported.
"""

import math
from collections.abc import Sequence

from ingest.sentences import sentence_spans
from serve.rows import speaks_a_row
from serve.support.calibration import NO_MODEL, SupportCalibration, load_support_calibration
from serve.support.checks import findings
from serve.support.figures import figures
from serve.support.finding import Finding, Verdict
from serve.support.focus import focused
from serve.support.models import SupportModel, load_support_model
from serve.support.verbatim import stands_in


class SupportVerifier:
    """Verdicts over lists of claims, each with its own evidence."""

    def __init__(self, model: SupportModel | None, calibration: SupportCalibration) -> None:
        self._model, self._calibration = model, calibration

    def verify(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Verdict]:
        """One verdict a claim, in order. What stands in its evidence word for word needs no model.

        Neither does a table's row that is spoken with its columns' names.
        """
        copied = [stands_in(c, e) or speaks_a_row(c, e) for c, e in zip(claims, evidence, strict=True)]
        pairs = list(zip(claims, evidence, copied, strict=True))
        logits = iter(self._logits([p[:2] for p in pairs if not p[2]]))
        return [VERBATIM if same else self._verdict(c, e, next(logits)) for c, e, same in pairs]

    def describe(self) -> str:
        """What decides, for `rag doctor`."""
        return f"{self._model.describe() if self._model else 'no model'}, overlap of words, checks"

    def _logits(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float | None]:
        if self._model is None:
            return [None] * len(pairs)
        return worst_logits(self._model, [c for c, _ in pairs], [e for _, e in pairs])

    def _verdict(self, claim: str, evidence: str, logit: float | None) -> Verdict:
        found = findings(claim, evidence)
        known = figures(claim, evidence, found, logit or 0.0)
        c = self._calibration
        score = _sigmoid(c.bias + sum(weight * known[name] for name, weight in c.weights.items()))
        supported = score >= c.supported_from
        model = None if logit is None else round(_sigmoid(logit), 6)
        return Verdict(round(score, 6), supported, reason(supported, found, known["words"]), model, found)


VERBATIM = Verdict(1.0, True, "it stands there word for word", None, ())


def worst_logits(model: SupportModel, claims: Sequence[str], evidence: Sequence[str]) -> list[float]:
    """A claim's logit is that of its least supported sentence: a half-truth is none."""
    cut = [[claim[a:b] for a, b in sentence_spans(claim)] or [claim] for claim in claims]
    firsts = [s for sentences in cut for s in sentences]
    seconds = [focused(s, e) for sentences, e in zip(cut, evidence, strict=True) for s in sentences]
    scores = iter(model.logits(firsts, seconds).tolist())
    return [min(next(scores) for _ in sentences) for sentences in cut]


def reason(supported: bool, found: Sequence[Finding], overlap: float) -> str:
    """The first objection of a check, else what the overlap suggests."""
    if supported:
        return "the cited words say it"
    if found:
        return found[0].detail
    return "the cited words say something else" if overlap >= 0.5 else "the cited words do not speak of it"


FOREIGN = SupportCalibration("", 0.0, {"logit": 1.0, "number": -3.0, "date": -3.0, "negation": -2.0}, 0.5)
"""For a model that nothing was fitted with, set by hand: its own probability, and the objections that are
surest wherever the claim comes from."""


def load_verifier(setting: str) -> SupportVerifier:
    """The verifier with the model that the setting names (`load_support_model`)."""
    model = load_support_model(setting)
    return SupportVerifier(model, load_support_calibration(model.name if model else NO_MODEL) or FOREIGN)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, x))))
