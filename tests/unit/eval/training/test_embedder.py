"""Training the bi-encoder: what is right and wrong in a step, what the loss wants, a run to a file."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from eval.cli import commands
from eval.training import embedder as stage
from eval.training.batches import collate
from eval.training.biencoder import BiEncoder
from eval.training.embedder import BESIDE, HARD, SLOTS, Finding, targets
from eval.training.encoder import packaged
from eval.training.searched import FILE, Searched
from eval.training.train import Recipe
from eval.training.units import units_of
from ingest.models.adapter import adapted, load_adapter
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.package import load_tensors
from ingest.types import Passage
from tests.unit.eval.training.conftest import seeded

RECIPE = Recipe(steps=2, warm_up=1, save_every=1, max_tokens=16, threads=1)


def made(group: str, number: int) -> Searched:
    """A list of five passages, the second of which answers; what people told has sentences too."""
    texts = [f"the {n}th thing that queue {number} does with its lock" for n in range(5)]
    units = [(f"sentence {n} on queue {number}", int(n == 1)) for n in range(5)] if group == "told" else []
    said = ("made", group, "asked", "train", f"what does queue {number} lock?", texts, texts)
    return Searched(*said, [0.0] * 5, [0, 1, -1, 0, 0], units)  # type: ignore[arg-type]


LISTS = {name: [made(name, n) for n in range(4)] for name in set(SLOTS)}


def test_a_text_that_answers_is_wrong_for_nobody_who_may_mean_it():
    """Right ones come first; wrong for a list is all but its own right and doubtful texts."""
    lists = [[("a", 1), ("b", 0), ("c", -1)], [("d", 0)], [("e", 1), ("a", -1), ("f", 0)]]
    texts, found = targets(lists, 2, 5, seeded(0))
    assert texts[:2] == ["a", "e"]
    assert sorted(texts[2:]) == ["b", "f"]
    assert found.askers.tolist() == [0, 2]
    shown = {(row, text) for row in range(2) for text, y in zip(texts, found.wrong[row], strict=True) if y}
    assert shown == {(0, "b"), (0, "e"), (0, "f"), (1, "b"), (1, "f")}


def test_the_loss_falls_as_questions_near_what_answers():
    """Of passages and of sentences alike."""
    task = Finding(LISTS, RECIPE)
    batch = task.batch(0)
    told = SLOTS.count("told")
    assert batch.asked == len(SLOTS)
    assert batch.passages.wrong.shape == (len(SLOTS), len(SLOTS) * (1 + HARD))
    assert batch.sentences.wrong.shape == (told, told * (1 + BESIDE))
    vectors = torch.nn.functional.normalize(torch.randn(len(batch.pairs), 8), dim=-1)
    before, parts = task.loss(batch, vectors)
    near, quoted = vectors.clone(), vectors.clone()
    near[len(SLOTS) : 2 * len(SLOTS)] = vectors[: len(SLOTS)]
    first = len(SLOTS) * (2 + HARD)
    quoted[first : first + told] = vectors[batch.sentences.askers]
    assert task.loss(batch, near)[1]["passages"] < parts["passages"]
    assert task.loss(batch, quoted)[1]["sentences"] < parts["sentences"]
    assert task.loss(batch, near)[0] < before


def test_the_sentence_that_tells_is_found_in_its_passage():
    """It is the one with most of the answer's words; one with some of them is neither right nor wrong."""
    text = "They fly.\nA bee tells the others by a dance where flowers are. The old dance tells it. It rains."
    passage = Passage("p", "d", "c", 0, len(text), text, "paragraph", ("Insects", "Bees"))
    told = "tells the others by a dance where flowers are"
    assert units_of(passage, told) == [
        ("Bees\nThey fly.", 0),
        ("Bees\nA bee tells the others by a dance where flowers are.", 1),
        ("Bees\nThe old dance tells it.", -1),
        ("Bees\nIt rains.", 0),
    ]
    assert units_of(passage, "whales sing below the ice for hours") == []


def test_the_run_starts_at_the_packaged_vectors():
    """Before its first step the model is the packaged one, in torch."""
    model, reader = BiEncoder(packaged()), MiniLmEmbedder("f32", 1, adapter=None)
    task = Finding(LISTS, RECIPE)
    with torch.no_grad():
        found = model(*collate(task._tokenizer.encode_batch(["what is a lock?", "a lock keeps others out"])))
    wanted = reader.embed_passages(["what is a lock?", "a lock keeps others out"])
    np.testing.assert_allclose(found.numpy(), wanted, atol=1e-4)


def test_a_run_ends_in_a_file_that_the_product_reads(tmp_path: Path):
    """Its changes, added to the packaged weights, make the vectors that the trained model made."""
    every = [one for group in LISTS.values() for one in group]
    (tmp_path / FILE).write_text("".join(json.dumps(asdict(x)) + "\n" for x in every), encoding="utf-8")
    path = stage.train(tmp_path, tmp_path, RECIPE, lambda line: None)
    after, before = MiniLmEmbedder("f32", 1, path), MiniLmEmbedder("f32", 1, None)
    texts = ["what does queue 3 lock?", LISTS["told"][3].passages[1]]
    (was,), (now,) = before.embed_queries(texts[:1]), after.embed_queries(texts[:1])
    assert not np.array_equal(was, now)
    assert was @ now > 0.95
    assert after.name != before.name
    changed = adapted(load_tensors(), load_adapter(path))
    assert changed.keys() == load_tensors().keys()


def test_no_folder_of_data_is_said_in_a_line(tmp_path: Path):
    """Bad input ends with a usage error."""
    found = CliRunner().invoke(commands, ["train", "embedder", "--data", str(tmp_path / "no"), "--work", "w"])
    assert found.exit_code == 2


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
