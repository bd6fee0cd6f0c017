"""The second stage of the reranker: the product's own lists, what is drawn of them, a run to a file."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from eval.training import refine as stage
from eval.training.asked import Asked, Collection
from eval.training.refine import LIST, SLOTS, Refining, drawn
from eval.training.searched import FILE, Searched, searched
from eval.training.train import Recipe
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.pairs import OpenVinoPairScorer
from ingest.models.weights import read_tensors
from retrieval.rerank import SHIPPED
from tests.unit.eval.training.conftest import seeded

RECIPE = Recipe(steps=2, warm_up=1, save_every=1, max_tokens=32, threads=1)
OWL = "# Owls\n\nAn owl turns its head to look behind it. Its eyes are fixed in their sockets.\n"
BEE = "# Bees\n\nA bee tells the others by a dance where the flowers are. It lives for six weeks.\n"


def made(group: str, labels: list[int]) -> Searched:
    """A list of as many excerpts as labels."""
    texts = [f"the {n}th thing that a queue does with its lock" for n in range(len(labels))]
    promise = [1 - n / 10 for n in range(len(labels))]
    return Searched("made", group, "asked", "train", "what is locked?", texts, texts, promise, labels)  # type: ignore[arg-type]


LISTS = {name: [made(name, [0, 1, *[0] * 14])] for name in set(SLOTS)}


def test_lists_come_from_the_products_search(tmp_path: Path, embedder: MiniLmEmbedder):
    """The passage with the answer's words is right; of an untold question its document is marked."""
    asked = [
        Asked("how do bees say where food is?", "told", "told", "train", frozenset({1}), "by a dance"),
        Asked("what does a bee hive cost?", "untold", "untold", "train", frozenset({1})),
    ]
    one = Collection("made", [("", OWL), ("", BEE)], asked, frozenset())
    told, untold = searched(one, tmp_path, embedder)
    assert "dance" in told.excerpts[told.labels.index(1)]
    assert set(untold.labels) == {-1, 0}
    assert told.promise == sorted(told.promise, reverse=True)


def test_what_is_held_out_is_no_candidate_of_training(tmp_path: Path, embedder: MiniLmEmbedder):
    """A document that only held-out questions are about is not even a negative."""
    asked = [Asked("how far can an owl look?", "told", "told", "train", frozenset({0}), "look behind it")]
    shown = next(searched(Collection("a", [("", OWL), ("", BEE)], asked, frozenset()), tmp_path, embedder))
    assert any("bee" in text for text in shown.excerpts)
    hidden = Collection("b", [("", OWL), ("", BEE)], asked, frozenset({1}))
    assert not list(searched(hidden, tmp_path, embedder))


def test_the_answer_comes_first_and_what_may_answer_is_left_out():
    """LIST rows, none of them masked."""
    rows = drawn(made("told", [0, -1, 1, *[0] * 12]), seeded(0))
    assert len(rows) == LIST
    assert rows[0] == 2
    assert 1 not in rows


def test_answers_are_pulled_up_and_the_first_stages_logits_kept():
    """The loss falls when answers score above the teacher's logits, and rises when all leave them."""
    task = Refining(LISTS, OpenVinoPairScorer(SHIPPED, "f32", 1), RECIPE)
    batch = task.batch(0)
    assert batch.taught.shape == (len(SLOTS), LIST)
    taught = batch.taught.flatten()
    right = batch.taught.clone()
    right[:, 0] += 0.1
    assert task.loss(batch, right.flatten())[0] < task.loss(batch, taught)[0]
    assert task.loss(batch, taught + 1)[0] > task.loss(batch, taught)[0]


def test_a_run_goes_on_from_the_first_stages_weights(tmp_path: Path):
    """Its file is read by the product, named after both stages, and has its head on the first vector."""
    every = [one for group in LISTS.values() for one in group]
    (tmp_path / FILE).write_text("".join(json.dumps(asdict(x)) + "\n" for x in every), encoding="utf-8")
    path = stage.refine(tmp_path, tmp_path, SHIPPED, RECIPE, lambda line: None)
    after, before = OpenVinoPairScorer(path, "f32", 1), OpenVinoPairScorer(SHIPPED, "f32", 1)
    assert after.name == f"{before.name}+2"
    assert read_tensors(path)[1]["pooling"] == "cls"
    assert np.isfinite(after.score("what is a lock?", ["A lock keeps others out."])).all()
