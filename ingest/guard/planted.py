"""Instructions that somebody planted in a document: found sentence by sentence.

A request in the middle of prose is told by its words (a linear model over grams); one that a guide may
well hold for its own readers is told from a foreign one by how far it is from the text around it: by the
words that the two share and, where these leave it in doubt, by the cosine of their embeddings.
docs/models/guard.md has the figures.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.guard.asides import without_quotes
from ingest.guard.linear import LinearModel, load_linear, probability
from ingest.guard.marks import WARY, Planted
from ingest.guard.orders import orders
from ingest.guard.overlap import Overlap
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.weights import read_tensors
from ingest.sentences import sentence_spans

WEIGHTS = Path(__file__).parent / "weights" / "planted.safetensors"
REACH = 400
"""Characters of text on either side that a sentence is compared with."""
SHORTEST = 8
STEERS = 0.95
_STEERS = re.compile(
    r"\b(?:in|to|into|of|from|with|as) your (?:response|reply|output)\b"
    r"|\b(?:provide|give|write|make|modify|augment|enhance|adjust|change|render|translate|convert|format)"
    r" your (?:response|reply|message)\b"
    r"|\b(?:from now on|henceforth),? you (?:are|will|must|shall)\b|\byou are now an? "
    r"|\b(?:assistant|language model|chatbot|llm) (?:must|has to) (?:now |always |only )?"
    r"(?:reply|respond|answer)"
    r"|\b(?:do not|don't|never) (?:tell|reveal|mention|show)(?: this| it)?(?: to)? the user\b",
    re.IGNORECASE,
)
"""What steers somebody's reply: in 30,000 answers and sections of guides no author says it."""
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]{2}")

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Request:
    """A sentence and its surroundings; `words` is the log-odds of its words, `sure` its score by rule."""

    span: Span
    said: str
    around: str
    words: float
    sure: float


@dataclass(frozen=True, slots=True)
class Detector:
    """Finds instructions in text. `embed` is the packaged MiniLM's, None where another model is in use.

    `sorting`, float32[5], weighs what `overlapping` gives.
    """

    model: LinearModel
    overlap: Overlap
    sorting: NDArray[np.float32]
    embed: Embed | None

    def find(self, text: str) -> list[Planted]:
        """Every sentence with a score of WARY or more, in order."""
        return self.find_in([text])[0]

    def find_in(self, texts: Sequence[str]) -> list[list[Planted]]:
        """What `find` gives for each text; whatever has to be embedded is embedded at once."""
        requests = [list(self._requests(text)) for text in texts]
        scores = iter(self._scores([r for mine in requests for r in mine]))
        scored = [[Planted(*r.span, round(next(scores), 4)) for r in mine] for mine in requests]
        return [[p for p in mine if p.score >= WARY] for mine in scored]

    def _requests(self, text: str) -> Iterator[_Request]:
        """The sentences that a rule names, or whose words are those of requests."""
        for span in sentences(text):
            said = text[slice(*span)]
            sure = _by_rule(said)
            words = 0.0 if sure else self.model.of_words(opened(said))
            if sure or words >= self.model.numbers["candidate"]:
                yield _Request(span, said, surrounding(text, *span), words, sure)

    def _scores(self, requests: Sequence[_Request]) -> list[float]:
        """By rule or by the words; what has text around it, by whether it is foreign to that."""
        scores = np.array([r.sure or probability(r.words - self.model.numbers["alone"]) for r in requests])
        placed = np.array([i for i, r in enumerate(requests) if r.around and not r.sure], np.int64)
        mine = [requests[i] for i in placed]
        words = np.array([r.words for r in mine])
        shared, near = self.overlap.compared([r.said for r in mine], [r.around for r in mine])
        # No matrix product: over rows this short BLAS reads beyond them and may warn of what it read.
        weighed = (overlapping(words, shared, near) * self.sorting).sum(axis=1)
        doubtful = weighed >= self.model.numbers["doubtful"]
        scores[placed[~doubtful]] = 0
        if self.embed and doubtful.any():
            left = [requests[i] for i in placed[doubtful]]
            said, around = self.embed([r.said for r in left]), self.embed([r.around for r in left])
            dense = features(words[doubtful], shared[doubtful], said, around)
            scores[placed[doubtful]] = [probability(x) for x in self._log_odds(dense)]
        return [float(score) for score in scores]

    def _log_odds(self, dense: NDArray[np.float32]) -> NDArray[np.float64]:
        return (
            self.model.of_dense(dense) + self.model.numbers["second_bias"] - self.model.numbers["threshold"]
        )


def load_detector(embedder: object) -> Detector:
    """The shipped detector; other embedding models than the packaged one give it words alone."""
    embed = embedder.embed_queries if isinstance(embedder, MiniLmEmbedder) else None
    return Detector(*_shipped(), embed)


@cache
def _shipped() -> tuple[LinearModel, Overlap, NDArray[np.float32]]:
    tensors = {name: np.asarray(t) for name, t in read_tensors(WEIGHTS)[0].items()}
    return load_linear(WEIGHTS), Overlap(tensors["rarity"], tensors["centre"]), tensors["sorting"]


def overlapping(
    words: NDArray[np.float64], shared: NDArray[np.float64], near: NDArray[np.float64]
) -> NDArray[np.float32]:
    """float32[n, 5]: log-odds of the words, what `Overlap.compared` gives, and that by the log-odds."""
    return np.asarray(
        np.c_[words / 3, 3 * shared, words * shared / 2, 3 * near, words * near / 2], np.float32
    )


def features(
    words: NDArray[np.float64],
    shared: NDArray[np.float64],
    sentence: NDArray[np.float32],
    around: NDArray[np.float32],
) -> NDArray[np.float32]:
    """float32[n, 389]: log-odds of the words, cosine to the text around and share of the words that stands
    there, each by itself and by the log-odds, the embedding.
    """
    cosine = (sentence * around).sum(axis=1)
    near, alike = (3 * cosine, words * cosine / 2), (3 * shared, words * shared / 2)
    return np.asarray(np.c_[(words / 3, *near, *alike, sentence)], np.float32)


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of every line that have words in them."""
    spans = [s for line in _LINE.finditer(text) for s in sentence_spans(text, line.start(), line.end())]
    return [(a, b) for a, b in spans if b - a >= SHORTEST and _WORD.search(text, a, b)]


def surrounding(text: str, start: int, end: int) -> str:
    """What stands before and after a span, without it."""
    return f"{text[max(0, start - REACH) : start]} {text[end : end + REACH]}".strip()


def opened(sentence: str) -> str:
    """The sentence with a mark before its first word, by which a verb in front is told."""
    return f"^ {sentence}"


def _by_rule(sentence: str) -> float:
    return 1.0 if orders(sentence) else STEERS if _STEERS.search(without_quotes(sentence)) else 0.0
