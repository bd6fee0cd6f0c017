"""Late interaction's training: its lists, its order, and that a stopped run goes on as if it had not been."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.training import latelists
from eval.training.late import Batch, LateInteraction, collate, export, train
from eval.training.latelists import SIZE, List
from eval.training.train import Recipe
from ingest.models.late import best_matches, codes_of, load_late_weights
from ingest.models.package import DIMENSION
from retrieval.late import FLOOR
from tests.unit.eval.training.conftest import made_pool

RECIPE = Recipe(steps=6, rate=2e-3, warm_up=2, save_every=3, threads=1)


class Killed(Exception):
    """Stands for a kill."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What is mined of two small pools, and of nothing that is held out."""
    plan = (("guides", "train"), ("sections", "train"), ("guides", "held_out"), ("medquad", "train"))
    pools = [made_pool(f"{group} {split}", group, split) for group, split in plan]
    mined = tmp_path_factory.mktemp("late")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(latelists, "load_pools", lambda *_: pools)
        latelists.load_lists(mined, mined, 0, lambda _: None)
        yield mined


@pytest.fixture(scope="module")
def lists(folder: Path) -> list[List]:
    """The lists."""
    return latelists.load_lists(folder, folder, 0, pytest.fail)


def test_lists_hold_a_row_for_each_token(lists: list[List]):
    """Questions with their rarities, and passages of the model's width, the answer first; SIZE are drawn."""
    assert len(lists) > 24
    for x in lists:
        assert x.question.shape == (len(x.rarity), DIMENSION)
        assert len(x.passages) == len(x.cosine) == len(x.bm25) > 1
        assert all(p.shape[1] == DIMENSION for p in x.passages)
    drawn = lists[0].drawn(np.random.default_rng(0))
    assert len(drawn.passages) == SIZE
    assert (drawn.passages[0] == lists[0].passages[0]).all()


def test_a_killed_run_goes_on_where_it_was(folder: Path, tmp_path: Path):
    """Killed at a save and started again, it ends with the weights of a run that was not."""
    for name in ("whole", "parts"):
        shutil.copytree(folder, tmp_path / name)

    def kill(_: str) -> None:
        raise Killed

    expected = train(folder, tmp_path / "whole", RECIPE, lambda _: None).read_bytes()
    with pytest.raises(Killed):
        train(folder, tmp_path / "parts", RECIPE, kill)
    told: list[str] = []
    assert train(folder, tmp_path / "parts", RECIPE, told.append).read_bytes() == expected
    assert [line[:7] for line in told] == ["step 6:"]


def test_what_is_trained_is_what_serves(lists: list[List], tmp_path: Path):
    """The means of best matches in torch are those that the product computes from codes."""
    torch.manual_seed(1)
    model = LateInteraction()
    torch.nn.init.normal_(model.importance.weight)
    export(tmp_path / "late.safetensors", model)
    trained = load_late_weights(tmp_path / "late.safetensors")
    some = lists[0].drawn(np.random.default_rng(0))
    batch: Batch = collate([some])
    codes = [codes_of(p.astype(np.float32) @ trained.heads) for p in some.passages]
    projected = some.question.astype(np.float32) @ trained.heads
    question = projected[:, :-1] / np.linalg.norm(projected[:, :-1], axis=1, keepdims=True)
    weights = (some.rarity + FLOOR) ** trained.power * np.logaddexp(
        0, projected[:, -1] + trained.importance_bias
    )
    expected = best_matches(question, codes) @ (weights / weights.sum())
    assert model(batch)[0].detach().numpy() == pytest.approx(expected, abs=1e-4)


def test_the_answer_rises(lists: list[List]):
    """A few steps on the same lists lower their loss."""
    torch.manual_seed(0)
    model = LateInteraction()
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    batch = collate([x.drawn(np.random.default_rng(0)) for x in lists[:8]])
    losses = []
    for _ in range(15):
        scores = model.mixed(batch, model(batch))
        loss = torch.nn.functional.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
