"""What a question's tokens weigh, and how well passages match them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.index import IndexReader, open_index
from ingest.models import Embedder, MiniLmEmbedder, load_embedder
from ingest.models.late import EmbeddedQuestion, QuestionTokens, embed_questions
from ingest.pipeline import ingest
from retrieval.late import FLOOR, Matched, matched, token_weights, word_rarities
from tests.hashing import HashEmbedder

TEXTS = ("A mutex lets one thread at a time in.", "Zebras graze in the morning.", "A queue is first in.")
EVERY = [0, 1, 2]


def indexed(folder: Path, embedder: Embedder) -> IndexReader:
    """The three texts."""
    (folder / "docs").mkdir()
    for number, text in enumerate(TEXTS):
        (folder / "docs" / f"{number}.md").write_text(text)
    ingest([folder / "docs"], folder / "data", lambda: embedder)
    return open_index(folder / "data", embedder.name)


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    """The packaged model."""
    return load_embedder()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLmEmbedder) -> Iterator[IndexReader]:
    """The texts with their codes."""
    with closing(indexed(tmp_path_factory.mktemp("late"), minilm)) as opened:
        yield opened


@pytest.mark.parametrize("question", ["When do zebras graze?", "what lets one thread in"])
def test_the_answer_matches_best(index: IndexReader, minilm: Embedder, question: str):
    """The passage that speaks of it has the highest mean and the best piece, and all are cosines."""
    (asked,) = embed_questions(minilm, [question])
    told = matched(question, asked, EVERY, index)
    found = np.array([(m.late, max(p.cosine for p in m.pieces)) for m in told], float)
    for figures in found.T:
        assert index.passages([int(np.argmax(figures))])[0].text == TEXTS["zebras" in question]
    assert (abs(found) <= 1).all()


def test_without_tokens_or_codes_nothing_is_said(tmp_path: Path, minilm: Embedder, index: IndexReader):
    """Another model's question, an index without codes, an empty question: None for each passage."""
    (asked,) = embed_questions(minilm, ["When do zebras graze?"])
    with closing(indexed(tmp_path, HashEmbedder())) as other:
        assert matched("When do zebras graze?", asked, EVERY, other) == [Matched()] * 3
    assert matched("When?", EmbeddedQuestion(asked.vector), EVERY, index) == [Matched()] * 3
    (empty,) = embed_questions(minilm, [""])
    assert matched("", empty, EVERY, index) == [Matched()] * 3


def test_a_token_has_the_rarity_of_its_word():
    """The rarest of a compound's terms counts for every piece of it, and a stop word's is 0."""
    rarity = {"fine": 1.0, "tune": 2.0, "finetun": 5.0}
    text = "the fine-tuning, fine"
    spans = [(0, 3), (4, 8), (8, 9), (9, 15), (15, 16), (17, 21)]
    assert word_rarities(text, spans, lambda t: rarity.get(t, 0.0)) == [0, 5, 5, 5, 5, 1]


def test_weights_follow_rarity_and_importance():
    """(FLOOR + rarity) ** power * importance, scaled to sum 1."""
    vectors = np.eye(2, 128, dtype=np.float32)
    tokens = QuestionTokens(vectors, np.array([1, 2], np.float32), ((0, 1), (2, 3)), 2, vectors)
    weights = token_weights("x y", tokens, {"x": 3.0, "y": 1.0}.get)
    raw = np.array([(FLOOR + 3) ** 2, 2 * (FLOOR + 1) ** 2])
    assert weights == pytest.approx(raw / raw.sum(), abs=1e-6)
