"""Reading safetensors files without torch and without copying what is stored as float32.

The format: eight bytes of header length (little-endian), a JSON header that gives each tensor's
type, shape and place, then the bytes. The safetensors package copies every tensor and cannot give
bfloat16 to numpy; mapping the file saves 65 ms of a process's start.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelProblem

Array = NDArray[np.float32]
SCALE = ".scale"
"""An int8 matrix [rows, columns] named `x` comes with the float scales [rows] or [rows, 1] `x.scale`."""


@dataclass(frozen=True, slots=True)
class Quantised:
    """A matrix as int8[rows, columns] and float32[rows, 1]; their product is the matrix."""

    values: NDArray[np.int8]
    scale: Array

    def dense(self) -> Array:
        """float32[rows, columns]."""
        return self.values.astype(np.float32) * self.scale


Tensors = Mapping[str, Array | Quantised]


def read_tensors(path: Path) -> tuple[dict[str, Array | Quantised], dict[str, str]]:
    """A file's tensors and its metadata; raises ModelProblem where it cannot be read.

    The arrays are views of the mapped file: writing to them changes nothing on the disk.
    """
    try:
        raw = np.memmap(path, np.uint8, "c")
        start = 8 + int(raw[:8].view("<u8")[0])
        header = json.loads(bytes(raw[8:start]))
        metadata = header.pop("__metadata__", {})
        arrays = {name: _array(raw[start:], entry) for name, entry in header.items()}
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise ModelProblem(f"cannot read the weights {path}: {error}; replace the file") from error
    return _paired(arrays), metadata


def _array(data: NDArray[np.uint8], entry: Mapping[str, Any]) -> NDArray[Any]:
    first, last = entry["data_offsets"]
    raw, kind, shape = np.asarray(data[first:last]), entry["dtype"], entry["shape"]
    if kind == "BF16":  # the upper half of a float32
        return (raw.view("<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
    found = raw.view({"F32": "<f4", "F16": "<f2", "I8": "i1", "I64": "<i8"}[kind]).reshape(shape)
    return found.astype(np.float32) if kind == "F16" else found


def _paired(arrays: dict[str, NDArray[Any]]) -> dict[str, Array | Quantised]:
    """int8 matrices joined with their scales; integer tables (position ids) are left out."""
    found: dict[str, Array | Quantised] = {}
    for name, array in arrays.items():
        if array.dtype == np.int8:
            found[name] = Quantised(array, arrays[name + SCALE].astype(np.float32).reshape(-1, 1))
        elif array.dtype == np.float32 and not (name.endswith(SCALE) and name[: -len(SCALE)] in arrays):
            found[name] = array
    return found
