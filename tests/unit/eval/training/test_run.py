"""A training run from lists to a file: killed and resumed, exported, and read by the product."""

from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from eval.cli import commands
from eval.training import reranker, store
from eval.training.batches import ListBatch, collate
from eval.training.crossencoder import CrossEncoder
from eval.training.encoder import FROZEN, packaged
from eval.training.mining import Mined
from eval.training.ranking import Ranking
from eval.training.train import CHECKPOINT, Recipe, Trainer, schedule
from ingest.models import package
from ingest.models.pairs import OpenVinoPairScorer
from ingest.models.weights import read_tensors

RECIPE = Recipe(steps=3, warm_up=1, save_every=1, max_tokens=32, threads=1)
MB = 1_000_000


class Killed(Exception):
    """Stands for the signal: nothing of the run after it happens."""


def trainer(folder: Path) -> Trainer[ListBatch]:
    """On the folder's lists, from its checkpoint where there is one."""
    texts, lists = store.load(folder)
    return Trainer(CrossEncoder(packaged()), Ranking(reranker.grouped(lists), texts, RECIPE), folder, RECIPE)


def exported(run: Trainer[ListBatch], folder: Path) -> Path:
    """The file that `train reranker` writes after its last step."""
    path = folder / "reranker.safetensors"
    reranker.write(path, run.model, run.task.learned, run.step, RECIPE.max_tokens)
    return path


@pytest.fixture(scope="module")
def trained(
    tmp_path_factory: pytest.TempPathFactory, mined: tuple[list[str], list[Mined]]
) -> tuple[Path, Trainer[ListBatch]]:
    """A folder and the run of three steps that ended in it."""
    folder = tmp_path_factory.mktemp("run")
    store.save(folder, *mined)
    run = trainer(folder)
    run.run(lambda line: None)
    return folder, run


def test_the_learning_rate_rises_then_falls():
    """Up to its peak in the warm-up, then constant, and down to zero in the last third."""
    recipe = Recipe(steps=100, warm_up=10)
    rates = [schedule(step, recipe) for step in range(101)]
    assert rates[:10] == sorted(rates[:10])
    assert set(rates[9:71]) == {1}
    assert rates[71] < 1
    assert rates[70:] == sorted(rates[70:], reverse=True)
    assert rates[100] == pytest.approx(0)


@pytest.mark.slow
def test_a_killed_run_resumes_to_the_same_weights(work: Path, trained: tuple[Path, Trainer[ListBatch]]):
    """Killed after step 2, resumed by another trainer: every weight equals the uninterrupted run's."""

    def kill(line: str) -> None:
        if line.startswith("step 2"):
            raise Killed

    with pytest.raises(Killed):
        trainer(work).run(kill)
    resumed = trainer(work)
    assert resumed.step == 2
    resumed.run(lambda line: None)
    expected = trained[1].model.tensors()
    assert all(torch.equal(found, expected[name]) for name, found in resumed.model.tensors().items())
    assert torch.equal(resumed.task.learned.cosine, trained[1].task.learned.cosine)


def test_a_step_has_the_same_batch_after_a_resume(trained: tuple[Path, Trainer[ListBatch]]):
    """Batches depend on the step alone: one run's step 5 is another's, and not its step 6."""
    folder, run = trained
    one, other, next_one = run.task.batch(5), trainer(folder).task.batch(5), run.task.batch(6)
    ids = [p.ids for p in one.pairs]
    assert ids == [p.ids for p in other.pairs] != [p.ids for p in next_one.pairs]
    assert torch.equal(one.cosine, other.cosine)
    assert len(ids) == 54


def test_training_moves_all_but_the_word_table(trained: tuple[Path, Trainer[ListBatch]]):
    """Head and layers differ from the packaged ones; the frozen table does not."""
    before = packaged()
    found = trained[1].model.tensors()
    assert found["head.weight"].abs().max() > 0
    name = "encoder.layer.0.attention.self.query.weight"
    assert not np.array_equal(found[name].numpy(), before[name])
    assert np.array_equal(found[FROZEN].numpy(), before[FROZEN])


def test_no_held_out_list_is_trained_on(mined: tuple[list[str], list[Mined]]):
    """The groups that a trainer gets hold training lists only."""
    grouped = reranker.grouped(mined[1])
    assert {m.split for lists in grouped.values() for m in lists} == {"train"}
    assert sum(map(len, grouped.values())) == sum(m.split == "train" for m in mined[1])


def test_the_exported_file_is_small_and_scores_as_torch_does(trained: tuple[Path, Trainer[ListBatch]]):
    """At most 25 MB; in float32 the product's runtime gives the torch model's logits within 0.002."""
    folder, run = trained
    path = exported(run, folder)
    assert path.stat().st_size <= 25 * MB
    pairs = [
        ("Why does a lock wait?", "The lock waits."),
        ("Why does a lock wait?", "A router keeps 3 " * 12),
    ]
    model = CrossEncoder(packaged())
    tensors, _ = read_tensors(path)
    with torch.no_grad():
        for name, tensor in tensors.items():
            model[name].copy_(torch.tensor(tensor))
        tokenizer = package.load_tokenizer()
        tokenizer.enable_truncation(RECIPE.max_tokens)
        expected = model(*collate(tokenizer.encode_batch(pairs))).numpy()
    found = OpenVinoPairScorer(path, "f32", 1).score(pairs[0][0], [p for _, p in pairs])
    assert expected[0] != pytest.approx(expected[1], abs=1e-4)
    assert found == pytest.approx(expected, abs=2e-3)


def test_a_checkpoint_exports_to_what_its_run_exports(
    tmp_path: Path, trained: tuple[Path, Trainer[ListBatch]]
):
    """`train export` of a finished run writes the run's own weights, and leaves the checkpoint as it is."""
    folder, run = trained
    before = (folder / CHECKPOINT).stat().st_mtime_ns
    out = tmp_path / "out.safetensors"
    result = CliRunner().invoke(commands, ["train", "export", "--work", str(folder), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "step 3" in result.output
    one, other = read_tensors(out)[0], read_tensors(exported(run, folder))[0]
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)
    assert (folder / CHECKPOINT).stat().st_mtime_ns == before
    assert list(tmp_path.iterdir()) == [out]


def test_evaluate_prints_the_held_out_pool(trained: tuple[Path, Trainer[ListBatch]]):
    """On the made-up lists: twelve questions of the one held-out pool, with every order."""
    folder, run = trained
    exported(run, folder)
    result = CliRunner().invoke(commands, ["train", "evaluate", "--work", str(folder)])
    assert result.exit_code == 0, result.output
    assert "| all | 12 | 1 |" in result.stdout
    assert "interview-rag-reranker-3" in result.stdout


def test_evaluate_without_lists_says_what_to_do(tmp_path: Path):
    """A folder that no run has used is a named failure."""
    result = CliRunner().invoke(commands, ["train", "evaluate", "--work", str(tmp_path)])
    assert "rag-eval train reranker" in str(result.exception)
