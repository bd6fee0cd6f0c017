"""The verifier's task: both sides count the same, long evidence is focused, a killed run resumes."""

from pathlib import Path

import pytest
import torch

from eval.training.crossencoder import CrossEncoder
from eval.training.encoder import packaged
from eval.training.support.claims import Pair
from eval.training.support.judging import Judging, PairBatch
from eval.training.support.mixture import Mixture
from eval.training.support.prose import Place
from eval.training.train import Recipe, Trainer
from ingest.models.package import load_tokenizer
from serve.support.focus import ROOM

RECIPE = Recipe(steps=2, warm_up=1, save_every=1, max_tokens=32, threads=1)


class Killed(Exception):
    """Stands for the signal: nothing of the run after it happens."""


@pytest.fixture
def task(public: list[Pair]) -> Judging:
    """On a mixture of the small sets and one sentence, of which no unsupported pair can be made."""
    alone = Place("The leader of the group renews its lease.", (), (), "Leases", ())
    return Judging(Mixture(public, [alone], 3, {"fever": 2, "begin": 1}), RECIPE)


def scored(batch: PairBatch, right: float, wrong: float = 0.0) -> torch.Tensor:
    """Logits of one size that judge the supported pairs right, and the others by `wrong`."""
    return torch.where(batch.supported > 0, right, wrong)


def test_both_sides_count_the_same(task: Judging):
    """Of steps with more supported pairs than others, each side weighs a half."""
    for step in range(8):
        batch = task.batch(step)
        assert float(batch.supported.mean()) > 0.55
        assert float(batch.weight[batch.supported > 0].sum()) == pytest.approx(0.5)
        assert float(batch.weight[batch.supported == 0].sum()) == pytest.approx(0.5)


def test_the_loss_is_the_cross_entropy_of_both_sides(task: Judging):
    """Log 2 for a model that knows nothing; missing all of one side costs the same on either side."""
    batch = task.batch(0)
    loss, parts = task.loss(batch, scored(batch, 0.0))
    assert float(loss) == parts["loss"] == pytest.approx(0.6931, abs=1e-4)
    missed = [task.loss(batch, scored(batch, *pair))[0] for pair in ((-5.0, -5.0), (5.0, 5.0))]
    assert float(missed[0]) == pytest.approx(float(missed[1]))
    loss, parts = task.loss(batch, scored(batch, 9.0, -9.0))
    assert float(loss) < 0.001
    assert parts["right"] == 1


def test_pairs_are_read_in_order_and_in_part():
    """Claim first; of long evidence the model gets the sentences about the claim."""
    evidence = "The weather was fine. " * 50 + "A lease ends after ten seconds."
    assert len(evidence) > ROOM
    pairs = [Pair("The lease ends.", evidence, side, "made") for side in (True, False)]
    mixture = Mixture(pairs, [Place("It is.", (), (), "", ())], 0, {"made": 1})
    batch = Judging(mixture, Recipe(max_tokens=256, threads=1)).batch(0)
    first = load_tokenizer().decode(batch.pairs[0].ids)
    assert first.startswith("the lease ends. ")
    assert first.endswith("a lease ends after ten seconds.")
    assert batch.supported.tolist()[:2] == [1, 0]


@pytest.mark.slow
def test_a_killed_run_resumes_to_the_same_weights(tmp_path: Path, task: Judging):
    """Killed after step 1 of two, resumed by another trainer: every weight equals the whole run's."""

    def trainer(name: str) -> Trainer[PairBatch]:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        return Trainer(CrossEncoder(packaged()), task, folder, RECIPE)

    def kill(line: str) -> None:
        raise Killed

    whole = trainer("whole")
    whole.run(lambda line: None)
    with pytest.raises(Killed):
        trainer("killed").run(kill)
    resumed = trainer("killed")
    assert resumed.step == 1
    resumed.run(lambda line: None)
    expected = whole.model.tensors()
    assert expected["head.weight"].abs().max() > 0
    assert all(torch.equal(found, expected[name]) for name, found in resumed.model.tensors().items())
