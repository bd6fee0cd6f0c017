"""Orders of one small index through the real ingest, model and retrieval."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from eval.retrieval.index import indexed
from eval.retrieval.orders import BM25, COSINE, FULL, LATE, RERANKER, RRF, WEIGHTED, Bench, units_of
from eval.retrieval.sets import Collection, Question
from ingest.index import IndexReader
from ingest.models import MiniLmEmbedder
from ingest.types import Passage
from retrieval.calibration import load_calibration
from retrieval.settings import RetrievalSettings

TEXTS = (
    "A cache keeps what was computed, so that it need not be computed again.",
    "A mutex lets one thread at a time into a section of code.",
    "Gradient descent walks downhill on the loss, a step at a time.",
    "An index lets a database find rows without reading them all.",
)
QUESTIONS = (
    Question("What does a mutex do?", frozenset("1")),
    Question("Which vaccine is given to infants?", frozenset(), "unanswerable"),
)
RECORDS = [{"id": str(n), "title": "", "text": t} for n, t in enumerate(TEXTS)]
SMALL = Collection("made", "made/small", RECORDS, QUESTIONS)
SETTINGS = RetrievalSettings.model_validate({"candidates": 2, "depth": 3})


class Backwards:
    """A cross-encoder that likes the last document best."""

    name = "backwards"

    def score(self, question: str, passages: list[str]) -> np.ndarray:
        """The number of the document."""
        return np.array([float(TEXTS.index(p)) for p in passages], np.float32)

    def describe(self) -> str:
        """Its name."""
        return self.name


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLmEmbedder) -> Iterator[IndexReader]:
    """The four documents."""
    with closing(indexed(SMALL, tmp_path_factory.mktemp("work"), embedder)) as opened:
        yield opened


def documents(passages: list[Passage]) -> list[str]:
    """Each passage's document."""
    return [str(p.document) for p in passages]


def test_the_orders_are_what_they_say(index: IndexReader, embedder: MiniLmEmbedder):
    """BM25 holds what matches, cosine the nearest three; the logit moves the first two of the fusion."""
    orders = Bench(index, embedder, Backwards(), SETTINGS).plain("one thread step")
    vector = embedder.embed_queries(["one thread step"])[0]
    cosines = [float(c) for c in embedder.embed_passages(TEXTS) @ vector]
    found = {name: documents(passages) for name, passages in orders.items()}
    assert found[BM25] == ["1", "2"]
    assert found[COSINE] == [str(i) for i in np.argsort([-c for c in cosines])[:3]]
    assert found[RERANKER] == sorted(found[RRF][:2], reverse=True) + found[RRF][2:]
    assert len(found[RRF]) == 3


def test_the_weighted_fusion_is_the_shipped_mix(index: IndexReader, embedder: MiniLmEmbedder):
    """The head is in the order of the fitted weights of cosine and BM25."""
    orders = Bench(index, embedder, None, SETTINGS).plain("one thread step")
    mix = load_calibration().mix
    vector = embedder.embed_queries(["one thread step"])[0]
    bm25 = {
        str(index.passages([o])[0].document): s
        for o, s in index.search_lexical(["thread", "step"], 9, ("everyone",))
    }
    head = documents(orders[RRF])[:2]
    cosine = {d: float(embedder.embed_passages([TEXTS[int(d)]])[0] @ vector) for d in head}
    best = sorted(head, key=lambda d: -(mix.cosine * cosine[d] + mix.bm25 * bm25.get(d, 0)))
    assert documents(orders[WEIGHTED])[:2] == best


def test_late_interaction_reorders_the_same_head(index: IndexReader, embedder: MiniLmEmbedder):
    """With the whole mix the first two are the same documents, by the weights of all three."""
    orders = Bench(index, embedder, None, SETTINGS).plain("what lets one thread in")
    assert sorted(documents(orders[LATE])[:2]) == sorted(documents(orders[RRF])[:2])
    assert documents(orders[LATE])[0] == "1"


def test_every_order_is_observed_of_what_has_an_answer(index: IndexReader, embedder: MiniLmEmbedder):
    """The product's order alone, with its confidence, of what has none."""
    right, foreign = Bench(index, embedder, Backwards(), SETTINGS).observe(SMALL)
    assert set(right.units) == {BM25, COSINE, RRF, WEIGHTED, LATE, RERANKER, FULL}
    assert right.units[COSINE][0] == "1"
    assert set(foreign.units) == {FULL}
    assert foreign.refused
    assert foreign.confidence < right.confidence


def test_without_a_cross_encoder_its_order_is_absent(index: IndexReader, embedder: MiniLmEmbedder):
    """The pipeline is then the calibrated mix, which puts the right one first."""
    right, _ = Bench(index, embedder, None, SETTINGS).observe(SMALL)
    assert RERANKER not in right.units
    assert right.units[FULL][0] == "1"


def test_an_index_is_built_once(tmp_path: Path, embedder: MiniLmEmbedder):
    """A second opening reads the same version; another text makes another index."""
    for _ in range(2):
        indexed(SMALL, tmp_path, embedder).close()
    (first,) = (tmp_path / "made-small").glob("index-*")
    assert len(list((first / "versions").iterdir())) == 1
    indexed(Collection("made", "made/small", RECORDS[:3], QUESTIONS), tmp_path, embedder).close()
    assert len(list((tmp_path / "made-small").glob("index-*"))) == 2


def passage(document: str, *section: str) -> Passage:
    """A passage of which only the place matters."""
    return Passage("id", document, "chunk", 0, 1, "x", "paragraph", section)


def test_a_document_ranks_where_its_best_passage_does():
    """Later passages of the same document change nothing."""
    found = units_of([passage("b"), passage("a"), passage("b")], QUESTIONS[0], by_section=False)
    assert found == ("b", "a")


def test_a_part_of_a_labelled_section_is_that_section():
    """Other sections stand for themselves, and the longer label counts where two fit."""
    asked = Question("why?", frozenset({"Guide > RAG", "Guide > RAG > Stages"}))
    places = [
        ("Guide", "Cost"),
        ("Guide", "RAG", "Stages", "First"),
        ("Guide", "RAG", "Why"),
        ("Guide", "RAG"),
    ]
    found = units_of([passage("g", *p) for p in places], asked, by_section=True)
    assert found == ("Guide > Cost", "Guide > RAG > Stages", "Guide > RAG")
