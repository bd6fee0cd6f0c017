"""Compiling a graph for this machine and running it over texts of any length."""

import os
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from tokenizers import Encoding

MAX_BATCH = 32


class Runtime:
    """A compiled model. Safe to call from several threads; calls take turns.

    The processor's own best precision is used: bf16 where it computes in bf16, f32 elsewhere.
    """

    def __init__(self, model: ov.Model, threads: int | None = None, precision: str = "") -> None:
        settings: dict[str, object] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads or min(2, os.cpu_count() or 1),
            "ENABLE_CPU_PINNING": False,
        }
        if precision:
            settings["INFERENCE_PRECISION_HINT"] = precision
        self._compiled = ov.Core().compile_model(model, "CPU", settings)
        # The graph's constants share memory with the arrays they were built from.
        self._model = model
        self._request = self._compiled.create_infer_request()
        self._lock = Lock()

    @property
    def precision(self) -> str:
        """What the compiled graph computes in: `bf16` or `f32`."""
        kind = self._compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
        return str(kind)

    def run(self, encodings: Sequence[Encoding], width: int) -> NDArray[np.float32]:
        """float32[n, width] in the encodings' order; batches hold texts of like length."""
        out = np.zeros((len(encodings), width), np.float32)
        order = sorted(range(len(encodings)), key=lambda i: len(encodings[i].ids))
        for start in range(0, len(order), MAX_BATCH):
            rows = order[start : start + MAX_BATCH]
            out[rows] = self._infer([encodings[i] for i in rows])
        return out

    def _infer(self, batch: Sequence[Encoding]) -> NDArray[np.float32]:
        length = max(len(e.ids) for e in batch)
        filled: Callable[[str], NDArray[np.int32]] = lambda name: _padded(batch, name, length)  # noqa: E731
        inputs = [filled("ids"), filled("attention_mask"), filled("type_ids")]
        with self._lock:
            return np.array(self._request.infer(inputs)[0], np.float32)


def _padded(batch: Sequence[Encoding], name: str, length: int) -> NDArray[np.int32]:
    rows = np.zeros((len(batch), length), np.int32)
    for row, encoding in zip(rows, batch, strict=True):
        values = getattr(encoding, name)
        row[: len(values)] = values
    return rows
