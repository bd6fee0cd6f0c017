"""Observations of a small half, through the real ingest, model and retrieval."""

import random
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from eval.calibrate.fit import judge
from eval.calibrate.observe import observe
from eval.calibrate.pools import Asked, Half
from eval.calibrate.reword import Rewording
from ingest.index import open_index
from ingest.models import Embedder, load_embedder, word_list
from ingest.tokens import tokenize
from retrieval.calibration import load_calibration
from retrieval.pipeline import Retriever
from retrieval.query.process import Vocabulary
from retrieval.rerank import CalibratedMix
from retrieval.settings import RetrievalSettings

TEXTS = (
    "A cache keeps what was computed, so that it need not be computed again.",
    "A mutex lets one thread at a time into a section of code.",
    "Gradient descent walks downhill on the loss, a step at a time.",
    "An index lets a database find rows without reading them all.",
    "A queue hands out first what came in first.",
    "Dropout switches off random units while a network is trained.",
    "A load balancer spreads requests over servers.",
)
QUESTIONS = (
    Asked("What does a mutex do?", "answerable", "asked", frozenset({"1"})),
    Asked("how does gradient descent work", "answerable", "asked", frozenset({"2"})),
    Asked("Which vaccine is given to infants?", "far", "medquad"),
)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """The packaged model."""
    return load_embedder()


@pytest.fixture(scope="module")
def half() -> Half:
    """Seven documents, half of them under a heading."""
    documents = [(str(n), "", f"# Topic {n}\n\n{t}" if n % 2 else t) for n, t in enumerate(TEXTS)]
    return Half("guides/small-a", "fit", documents, QUESTIONS)


def test_figures_are_the_product_s_own(tmp_path: Path, half: Half, embedder: Embedder):
    """What is fitted is what serving computes: `Part.figures`, number by number."""
    seen = observe(half, tmp_path, embedder, None)
    data_dir = next((tmp_path / "guides-small-a").glob("index-*"))
    calibration = load_calibration()
    with closing(open_index(data_dir, embedder.name)) as index:
        vocabulary = Vocabulary(index.manifest.frequency, word_list(), index.manifest.abbreviations)
        mix, settings = CalibratedMix(calibration.mix), RetrievalSettings()
        retriever = Retriever(index, embedder, mix, vocabulary, calibration, settings)
        for question, observation in zip(QUESTIONS, seen, strict=True):
            part = retriever.retrieve(question.text).whole
            assert judge(observation, calibration.mix).figures == pytest.approx(part.figures, abs=1e-4)
            best = {str(h.passage.document) for h in part.hits[:1]}
            assert judge(observation, calibration.mix).rank == (1 if best & question.right else 0)


def test_a_second_run_reads_the_cache(tmp_path: Path, half: Half, embedder: Embedder):
    """It gives the same and does not touch the index, which is gone."""
    first = observe(half, tmp_path, embedder, None)
    for data_dir in (tmp_path / "guides-small-a").glob("index-*"):
        data_dir.rename(tmp_path / "away")
    assert observe(half, tmp_path, embedder, None) == first


def test_a_cross_encoder_s_logits_are_noted(tmp_path: Path, half: Half, embedder: Embedder):
    """One a candidate, and never those of another reranker's cache."""

    class Lengths:
        name = "lengths"

        def score(self, question: str, passages: list[str]) -> np.ndarray:
            """The passage's length."""
            return np.array([len(p) for p in passages], dtype=np.float32)

        def describe(self) -> str:
            """Its name."""
            return self.name

    observe(half, tmp_path, embedder, None)
    seen = observe(half, tmp_path, embedder, Lengths())
    logits = {c.logit for o in seen for c in o.candidates}
    assert {float(len(t)) for n, t in enumerate(TEXTS) if n % 2 == 0} <= logits


def test_rewording_uses_words_that_the_answer_lacks(embedder: Embedder):
    """The nearest word that is neither in the answer nor of the same beginning."""
    words = ["mistake", "errors", "fault", "banana"]
    rewording = Rewording(words, embedder.embed_passages(words), embedder)
    told = [rewording.reword("handle the error", "a fault", random.Random(n)) for n in range(20)]  # noqa: S311
    changed = [t for t in told if "error" not in t]
    assert changed
    assert all("mistake" in t for t in changed)
    assert not set(tokenize("fault banana")) & {term for t in told for term in tokenize(t)}
