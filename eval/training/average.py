"""The mean of several runs' weights: as one model better than each, where one run went on from the other.

Wortsman et al., 2022, "Model soups" (arXiv:2203.05482).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from ingest.errors import ModelProblem
from ingest.models.weights import read_tensors


def average(files: Sequence[Path], name: str, out: Path) -> None:
    """Writes float16 means under this name, with the first file's other metadata.

    Raises ModelProblem where the files hold other tensors or metadata than the first.
    """
    read = [read_tensors(file) for file in files]
    tensors, metadata = read[0]
    shapes = {n: t.shape for n, t in tensors.items()}
    for file, (others, said) in zip(files, read, strict=True):
        if {n: t.shape for n, t in others.items()} != shapes or _kind(said) != _kind(metadata):
            raise ModelProblem(f"{file} is no model of the same kind as {files[0]}")
    means = {n: np.mean([np.asarray(t[n], np.float32) for t, _ in read], axis=0) for n in shapes}
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file({n: m.astype(np.float16) for n, m in means.items()}, out, {**metadata, "name": name})


def _kind(metadata: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in metadata.items() if key != "name"}
