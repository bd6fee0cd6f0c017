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
ZERO = 128


@dataclass(frozen=True, slots=True)
class Quantised:
    """A matrix as uint8[rows, columns] and float32[rows, 1]: (values - ZERO) * scale.

    Unsigned because OpenVINO multiplies only unsigned weights as integers.
    """

    values: NDArray[np.uint8]
    scale: Array


Tensors = Mapping[str, Array | Quantised]


def quantised(matrix: Array) -> Quantised:
    """float32[rows, columns] in eight bits, each row by its greatest magnitude."""
    scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-12) / 127
    return Quantised((np.round(matrix / scale) + ZERO).astype(np.uint8), scale)


def read_tensors(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    """A file's float tensors and its metadata; raises ModelProblem where it cannot be read.

    Integer tables (position ids) are left out. The arrays are views of the mapped file: writing to
    them changes nothing on the disk.
    """
    try:
        raw = np.memmap(path, np.uint8, "c")
        start = 8 + int(raw[:8].view("<u8")[0])
        header = json.loads(bytes(raw[8:start]))
        metadata = header.pop("__metadata__", {})
        arrays = {name: _array(raw[start:], entry) for name, entry in header.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelProblem(f"cannot read the weights {path}: {error}; replace the file") from error
    return {name: a for name, a in arrays.items() if a.dtype == np.float32}, metadata


def _array(data: NDArray[np.uint8], entry: Mapping[str, Any]) -> NDArray[Any]:
    first, last = entry["data_offsets"]
    raw, kind, shape = np.asarray(data[first:last]), entry["dtype"], entry["shape"]
    if kind == "BF16":  # the upper half of a float32
        return (raw.view("<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
    found = raw.view({"F32": "<f4", "F16": "<f2", "I64": "<i8"}[kind]).reshape(shape)
    return found.astype(np.float32) if kind == "F16" else found
