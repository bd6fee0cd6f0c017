"""The mean of several runs' weights: as one model better than each, where one run went on from the other.

Wortsman et al., 2022, "Model soups" (arXiv:2203.05482); of a run and its start, "Robust
fine-tuning of zero-shot models" (arXiv:2109.01903).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from ingest.errors import ModelProblem
from ingest.models.weights import read_tensors


def average(files: Sequence[Path], name: str, out: Path) -> None:
    """Writes float16 means under this name, with the last file's other metadata.

    A run may pool in another way than the weights that it started from: the mean pools as the last one does.
    Raises ModelProblem where the files hold other tensors than the first, or otherwise other metadata.
    """
    read = [read_tensors(file) for file in files]
    tensors, metadata = read[0]
    shapes = {n: t.shape for n, t in tensors.items()}
    for file, (others, said) in zip(files, read, strict=True):
        if {n: t.shape for n, t in others.items()} != shapes or _kind(said) != _kind(metadata):
            raise ModelProblem(f"{file} is no model of the same kind as {files[0]}")
    means = {n: np.mean([np.asarray(t[n], np.float32) for t, _ in read], axis=0) for n in shapes}
    out.parent.mkdir(parents=True, exist_ok=True)
    said = {**read[-1][1], "name": name}
    save_file({n: m.astype(np.float16) for n, m in means.items()}, out, said)


def _kind(metadata: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in metadata.items() if key not in ("name", "pooling")}
