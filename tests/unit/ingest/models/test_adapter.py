"""Changes of low rank: added to the weights that they name, and known by their file."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from ingest.errors import ModelProblem
from ingest.models.adapter import Adapter, adapted, load_adapter


def test_only_what_it_names_is_changed():
    """A matrix gains up @ down; others are the very same arrays."""
    before = {"a.weight": np.ones((2, 3), np.float32), "b.weight": np.ones((2, 3), np.float32)}
    up, down = np.array([[1], [2]], np.float32), np.array([[1, 0, -1]], np.float32)
    after = adapted(before, Adapter({"a.weight.up": up, "a.weight.down": down}, "x"))
    np.testing.assert_array_equal(after["a.weight"], [[2, 1, 0], [3, 1, -1]])
    assert after["b.weight"] is before["b.weight"]
    np.testing.assert_array_equal(before["a.weight"], np.ones((2, 3)))


def test_another_file_has_another_digest(tmp_path: Path):
    """The digest enters the embedder's name, and so the index's."""
    paths = [tmp_path / "one.safetensors", tmp_path / "two.safetensors"]
    for number, path in enumerate(paths):
        save_file({"a.weight.up": np.full((1, 1), number, np.float32)}, path)
    one, two = map(load_adapter, paths)
    assert one.digest != two.digest


def test_a_file_that_is_none_is_said(tmp_path: Path):
    """A missing or broken file ends with a problem that names it."""
    with pytest.raises(ModelProblem, match=r"no\.safetensors"):
        load_adapter(tmp_path / "no.safetensors")
