"""Orders to drop the rules and attempts to read the prompt, sent as questions (docs/models/guard.md)."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.guard.linear import LinearModel, load_linear, probability
from ingest.guard.orders import orders
from ingest.models.package import DIMENSION
from serve.guard.types import Decision, Span

WEIGHTS = Path(__file__).parent / "weights" / "question.safetensors"
BY_RULE = 0.9
"""Score of what a rule names and the classifier does not; 0.5 is the threshold."""
REASON = "it reads like an attempt to change or read the program's instructions"

Vector = NDArray[np.float32]


def injection(text: str, vector: Vector | None) -> Decision:
    """Blocks what is sure, flags what is likely.

    `vector` is float32[384], the packaged MiniLM's embedding of the text, as the retriever has it already;
    where another model is in use, or none was asked, the words alone decide.
    """
    model = question_model()
    logit = score(model, text, vector)
    found = [Span(o.kind, o.start, o.end) for o in orders(text)]
    sure = max(probability(logit - model.numbers["flag"]), BY_RULE if found else 0.0)
    if logit >= model.numbers["block"] or (found and logit >= model.numbers["flag"]):
        return Decision("injection", "block", REASON, round(sure, 4), tuple(found))
    if sure >= 0.5:
        return Decision("injection", "flag", REASON, round(sure, 4), tuple(found))
    return Decision("injection", "allow", "", round(sure, 4))


def score(model: LinearModel, text: str, vector: Vector | None) -> float:
    """Log-odds before the threshold is taken off."""
    known = vector is not None and vector.shape == (DIMENSION,)
    return model.of_words(text) + (float(model.of_dense(vector[None])[0]) if known else 0.0)  # type: ignore[index] # known


@cache
def question_model() -> LinearModel:
    """The shipped classifier; raises ModelProblem where its file is damaged."""
    return load_linear(WEIGHTS)


def scores(texts: Sequence[str], vectors: NDArray[np.float32]) -> list[float]:
    """Log-odds above the threshold, one a text: what its curve is drawn from."""
    model = question_model()
    return [score(model, t, v) - model.numbers["flag"] for t, v in zip(texts, vectors, strict=True)]
