"""Names that are typed in small letters: "does it work with rabbitmq?".

Of the words that no English dictionary has, some are names and some are slips or jargon. What tells them
apart is a linear model over the question's token vectors, which the bi-encoder gives anyway; it learned
from texts that write their names large (`rag-eval train names`, docs/models/names.md).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.models import word_list
from ingest.models.english import is_english, reads_english, small_words
from ingest.models.late import QuestionTokens
from ingest.models.weights import read_tensors
from retrieval.query.names import RARE, asked

_DOUBLED = re.compile(r"(\w)\1")
SHIPPED = Path(__file__).parents[1] / "weights/names.safetensors"


@dataclass(frozen=True, slots=True)
class NameHead:
    """logit = bias + weights @ a word's vector; from `least` on the word is a name. float32[dimension]."""

    weights: NDArray[np.float32]
    bias: float
    least: float

    def is_name(self, vector: NDArray[np.float32]) -> bool:
        """`vector`: the mean of the word's tokens."""
        return float(self.weights @ vector) + self.bias >= self.least


@cache
def load_name_head(path: Path = SHIPPED) -> NameHead:
    """The weights of a file; raises ModelProblem where it cannot be read."""
    tensors, _ = read_tensors(path)
    return NameHead(tensors["weights"], *(float(tensors[name][0]) for name in ("bias", "least")))


def candidates(text: str) -> list[tuple[int, int]]:
    """[start, end) of the words in small letters that no dictionary has; none of another language."""
    if not reads_english(text):
        return []
    words = (m for m in small_words(asked(text)) if not is_english(m[0]))
    return [(m.start(), m.end()) for m in words if _single(m[0]) not in _everyday()]


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_single(word) for word, rank in word_list().items() if rank < RARE)


def _single(word: str) -> str:
    """Without doubled letters, in which people slip: "adress", "comit"."""
    return _DOUBLED.sub(r"\1", word)


def word_vector(tokens: QuestionTokens, start: int, end: int) -> NDArray[np.float32] | None:
    """The mean of the word's tokens, float32[dimension]; None of one that lies behind what was read."""
    inside = [n for n, (a, b) in enumerate(tokens.spans) if start <= a and b <= end]
    return np.asarray(tokens.states[inside].mean(axis=0), np.float32) if inside else None


def small_names(text: str, tokens: QuestionTokens | None) -> list[str]:
    """The words of a question that are names though nothing but their sense tells; none without tokens.

    `tokens`: of the text, or of one that begins with it.
    """
    if tokens is None:
        return []
    told = ((text[a:b], word_vector(tokens, a, b)) for a, b in candidates(text))
    return [word for word, vector in told if vector is not None and load_name_head().is_name(vector)]
