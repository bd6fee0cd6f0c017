"""What the tests of training share: made-up pools, a real embedder, a small folder of mined lists."""

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eval.training import store
from eval.training.data import Group, Pool, Question, Split
from eval.training.mining import Mined, cut_pool, mine
from ingest.models.embedder import MiniLmEmbedder

WORDS = [
    *("index", "shard", "replica", "queue", "broker", "cache", "token", "schema", "lock", "vector", "kernel"),
    *("thread", "socket", "packet", "router", "gateway", "cursor", "trigger", "latch", "barrier", "tensor"),
]
PLAN: tuple[tuple[Group, Split], ...] = (
    ("guides", "train"),
    ("sections", "train"),
    ("medquad", "train"),
    ("scifact", "train"),
    ("guides", "held_out"),
)


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


def made_pool(name: str, group: Group, split: Split, size: int = 12) -> Pool:
    """Documents of three sentences on a pair of words each, and a question on each."""
    rng = seeded(name)
    pool = Pool(name, group)
    for number in range(size):
        one, two = rng.sample(WORDS, 2)
        pool.documents.append(
            f"The {one} keeps number {number} by the {two}. Every {two} waits until the {one} is written. "
            f"A stale {one} is thrown away by whoever reads number {number} next."
        )
        pool.questions.append(Question(f"Why does a {one} wait for the {two}?", frozenset({number}), split))
    return pool


@pytest.fixture(scope="session")
def embedder() -> MiniLmEmbedder:
    """The packaged model in float32, on one thread."""
    return MiniLmEmbedder("f32", 1)


@pytest.fixture(scope="session")
def mined(embedder: MiniLmEmbedder) -> tuple[list[str], list[Mined]]:
    """Texts and lists of five small pools, the last held out."""
    texts: list[str] = []
    lists: list[Mined] = []
    for group, split in PLAN:
        pool = made_pool(f"{group} {split}", group, split)
        cut = cut_pool(pool, len(texts), embedder.count_tokens)
        lists += mine(pool, cut, embedder.embed_passages(cut.texts), embedder, seeded(1))
        texts += cut.texts
    return texts, lists


@pytest.fixture
def work(tmp_path: Path, mined: tuple[list[str], list[Mined]]) -> Path:
    """A folder of a run that has mined and not yet trained."""
    store.save(tmp_path, *mined)
    return tmp_path


@pytest.fixture
def listed() -> Callable[..., Mined]:
    """Makes a list by hand: its documents, and what is said of them by name."""

    def made(documents: list[int], labels: list[int], **said: object) -> Mined:
        n = len(documents)
        fields: dict[str, object] = {
            "question": "why?",
            "pool": "made",
            "group": "guides",
            "split": "held_out",
            "kind": "asked",
            "passages": np.arange(n),
            "documents": np.array(documents),
            "cosine": np.zeros(n, np.float32),
            "bm25": np.zeros(n, np.float32),
            "labels": np.array(labels),
            "answers": 1,
        }
        return Mined(**{**fields, **said})

    return made
