"""Instructions that somebody planted in a document: found sentence by sentence.

A request in the middle of prose is told by its words (a linear model over grams); one that a guide may
well hold for its own readers is told from a foreign one by how far it is from the text around it (the
cosine of the two embeddings). Only sentences that read like requests are embedded.
docs/models/guard.md has the figures.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.guard.asides import without_quotes
from ingest.guard.linear import LinearModel, load_linear, probability
from ingest.guard.marks import WARY, Planted
from ingest.guard.orders import orders
from ingest.models.embedder import MiniLmEmbedder
from ingest.sentences import sentence_spans

WEIGHTS = Path(__file__).parent / "weights" / "planted.safetensors"
REACH = 400
"""Characters of text on either side that a sentence is compared with."""
SHORTEST = 8
ALONE = "alone"
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


@dataclass(frozen=True, slots=True)
class Detector:
    """Finds instructions in text. `embed` is the packaged MiniLM's, None where another model is in use."""

    model: LinearModel
    embed: Embed | None

    def find(self, text: str) -> list[Planted]:
        """Every sentence with a score of WARY or more, in order."""
        spans = sentences(text)
        found = {span: sure for span in spans if (sure := _by_rule(text[slice(*span)]))}
        asked = [(s, self.model.of_words(opened(text[slice(*s)]))) for s in spans if s not in found]
        near = [(s, logit) for s, logit in asked if logit >= self.model.numbers["candidate"]]
        found |= dict(zip([s for s, _ in near], self._scores(text, near), strict=True))
        return [Planted(*s, round(found[s], 4)) for s in spans if found.get(s, 0) >= WARY]

    def _scores(self, text: str, near: Sequence[tuple[tuple[int, int], float]]) -> list[float]:
        if not near:
            return []
        numbers, words = self.model.numbers, np.array([logit for _, logit in near])
        if self.embed is None:
            return [probability(w - numbers[ALONE]) for w in words]
        around = [surrounding(text, *s) for s, _ in near]
        vectors = self.embed([*(text[slice(*s)] for s, _ in near), *(a or "." for a in around)])
        known = np.array([bool(a) for a in around])
        dense = features(words, vectors[: len(near)], vectors[len(near) :], known)
        logits = self.model.of_dense(dense) + numbers["second_bias"] - numbers["threshold"]
        return [probability(x) for x in np.where(known, logits, words - numbers[ALONE])]


def load_detector(embedder: object) -> Detector:
    """The shipped detector; other embedding models than the packaged one give it words alone."""
    embed = embedder.embed_queries if isinstance(embedder, MiniLmEmbedder) else None
    return Detector(load_linear(WEIGHTS), embed)


def features(
    words: NDArray[np.float64],
    sentence: NDArray[np.float32],
    around: NDArray[np.float32],
    known: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """float32[n, 387]: log-odds of the words, cosine to the text around, their product, the embedding.

    Where there is no text around (`known` is false) the cosine counts as that of a sentence at home.
    """
    cosine = np.where(known, (sentence * around).sum(axis=1), 0.4)
    return np.asarray(np.c_[words / 3, 3 * cosine, words * cosine / 2, sentence], np.float32)


def sentences(text: str) -> list[tuple[int, int]]:
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
