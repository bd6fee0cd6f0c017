"""The head of `retrieval.query.small`, fitted on texts that write names large, and on slips made for it.

Only words that no dictionary has are learned from: with a capital inside a sentence or a question, they are
names, and a word with a slip in it is none. What is written small and stands in no dictionary may be either
("kubectl", "async") and teaches nothing.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from eval.calibrate.fit import Linear, logistic
from eval.calibrate.report import auc
from eval.training.data import rows
from eval.training.written import load_written
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.english import is_english
from ingest.sentences import sentence_spans
from retrieval.query.small import word_vector

SENTENCES = 30_000
"""Of documentation: people's questions are some ten thousand."""
HELD_OUT = 5
"""Every fifth word, wherever it occurs, is measured and not learned."""
WRONG = 0.1
"""Share of the held-out slips that may be taken for names: few slips are left unmended where it matters."""
BATCH = 256
_WORD = re.compile(r"(?<![\w./@#`-])[^\W\d_]{3,}(?![\w/@#`-]|\.\w|['’]t)")
_PROSE = re.compile(r"[A-Z][^|<>{}\[\]#*`]{40,220}[.?!]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Word:
    """[start, end) in a text, in small letters as it is judged, and whether it is a name."""

    start: int
    end: int
    small: str
    is_name: bool


@dataclass(frozen=True, slots=True)
class Examples:
    """`vectors`: float32[n, dimension]; `names`: bool[n]; `held_out`: bool[n]."""

    vectors: NDArray[np.float32]
    names: NDArray[np.bool_]
    held_out: NDArray[np.bool_]


def texts(data: Path, rng: random.Random) -> list[str]:
    """Questions of study guides and those written for training, and sentences of documentation."""
    asked = [row["question"] for row in rows(data / "interview_qa/train.jsonl")]
    asked += [w.question for questions in load_written().values() for w in questions]
    prose = [
        text
        for row in rows(data / "sections/train.jsonl.gz")
        for a, b in sentence_spans(row["text"])
        if _PROSE.fullmatch(text := " ".join(row["text"][a:b].split()))
    ]
    return [t for t in asked if t[:1].isupper()] + rng.sample(prose, min(SENTENCES, len(prose)))


def labelled(text: str, rng: random.Random) -> tuple[str, list[Word]]:
    """The text, of which one everyday word gets a slip, with that and the names that no dictionary has.

    Not the first word, and nothing of a text that writes Most Words Large.
    """
    words = [m for m in _WORD.finditer(text) if m.start()]
    if 2 * sum(m[0] != m[0].lower() for m in words) > len(words):
        return text, []
    slip, everyday = None, [m for m in words if len(m[0]) > 4 and m[0].islower() and is_english(m[0])]
    if everyday:
        chosen = rng.choice(everyday)
        slip = Word(chosen.start(), chosen.start() + len(wrong := slipped(chosen[0], rng)), wrong, False)
        text = text[: slip.start] + wrong + text[chosen.end() :]
    large = [m for m in _WORD.finditer(text) if m.start() and m[0] != m[0].lower()]
    names = [Word(m.start(), m.end(), m[0].lower(), True) for m in large if not is_english(m[0].lower())]
    return text, names + ([slip] if slip and not is_english(slip.small) else [])


def slipped(word: str, rng: random.Random) -> str:
    """The word with a letter left out, doubled, exchanged for another, or swapped with its neighbour."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    return (
        word[:at]
        + (
            word[at + 1 :],
            word[at] + word[at:],
            rng.choice(_LETTERS) + word[at + 1 :],
            word[at + 1] + word[at] + word[at + 2 :],
        )[kind]
    )


def examples(found: Sequence[str], rng: random.Random) -> Examples:
    """The vectors of the words, as the shipped bi-encoder gives them for a question."""
    vectors, names, held_out = [], [], []
    for word, vector in _vectors([labelled(t, rng) for t in found]):
        vectors.append(vector)
        names.append(word.is_name)
        held_out.append(sha256(word.small.encode()).digest()[0] % HELD_OUT == 0)
    return Examples(np.array(vectors), np.array(names), np.array(held_out))


def _vectors(found: Sequence[tuple[str, list[Word]]]) -> Iterator[tuple[Word, NDArray[np.float32]]]:
    embedder = MiniLmEmbedder()
    some = [pair for pair in found if pair[1]]
    for at in range(0, len(some), BATCH):
        part = some[at : at + BATCH]
        read = embedder.embed_questions_with_tokens([text for text, _ in part])
        for (_, words), question in zip(part, read, strict=True):
            for word in words:
                if question.tokens and (v := word_vector(question.tokens, word.start, word.end)) is not None:
                    yield word, v


def train(data: Path, out: Path, seed: int) -> str:
    """Fits, measures on the held-out words, and writes the head; returns the figures."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    e = examples(texts(data, rng), rng)
    learned = ~e.held_out
    share = e.names[learned].mean()
    weights = np.where(e.names[learned], 0.5 / share, 0.5 / (1 - share))
    fitted = logistic(e.vectors[learned].astype(np.float64), e.names[learned].astype(float), weights)
    logits = e.vectors @ fitted.weights + fitted.bias
    names, slips = logits[e.held_out & e.names], logits[e.held_out & ~e.names]
    least = float(np.quantile(slips, 1 - WRONG))
    _write(out, fitted, least)
    told, area = np.mean(names >= least), auc(list(names), list(slips))
    return (
        f"{learned.sum():,} words learned ({share:.0%} names), {len(names) + len(slips):,} held out: AUC"
        f" {area:.3f}; from {least:+.2f} on {told:.3f} of the names are told, {WRONG:.0%} of the slips."
    )


def _write(out: Path, fitted: Linear, least: float) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    numbers = {"weights": fitted.weights, "bias": [fitted.bias], "least": [least]}
    tensors = {name: np.array(value, np.float32) for name, value in numbers.items()}
    save_file(tensors, out, {"name": "interview-rag-names", "embedder": MiniLmEmbedder().name})
