"""The mean of two runs' weights is a model of the same kind, and of other kinds there is none."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from eval.training.average import average
from ingest.errors import ModelProblem
from ingest.models.weights import read_tensors


def weights(path: Path, value: float, rows: int = 2, **metadata: str) -> Path:
    """A file with one matrix of this value."""
    save_file({"head.weight": np.full((rows, 3), value, np.float16)}, path, {"name": path.stem, **metadata})
    return path


def test_the_mean_gets_the_new_name_and_keeps_the_rest(tmp_path: Path):
    """Half of what the two have in all, with the metadata that both have."""
    runs = [weights(tmp_path / f"{v}.safetensors", v, pooling="mean") for v in (1.0, 2.0)]
    average(runs, "mean", tmp_path / "out" / "mean.safetensors")
    tensors, metadata = read_tensors(tmp_path / "out" / "mean.safetensors")
    assert np.unique(tensors["head.weight"]) == [1.5]
    assert metadata == {"name": "mean", "pooling": "mean"}


def test_a_run_pools_as_it_likes(tmp_path: Path):
    """The mean of a run and of what it started from pools as the run does."""
    start = weights(tmp_path / "a.safetensors", 1.0, pooling="mean")
    run = weights(tmp_path / "b.safetensors", 2.0, pooling="cls")
    average([start, run], "both", tmp_path / "both.safetensors")
    assert read_tensors(tmp_path / "both.safetensors")[1] == {"name": "both", "pooling": "cls"}


@pytest.mark.parametrize("other", [{"rows": 3}, {"max_tokens": "64"}])
def test_weights_of_another_kind_are_an_error(tmp_path: Path, other: dict):
    """The message names the file, and nothing is written."""
    first = weights(tmp_path / "a.safetensors", 1.0, pooling="mean")
    second = weights(tmp_path / "b.safetensors", 1.0, **{"pooling": "mean", **other})
    with pytest.raises(ModelProblem, match=r"b\.safetensors is no model of the same kind"):
        average([first, second], "mean", tmp_path / "mean.safetensors")
    assert not (tmp_path / "mean.safetensors").exists()
