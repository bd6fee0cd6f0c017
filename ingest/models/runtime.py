"""Compiling a graph for this machine and running it over token lists of any length."""

import os
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.models.joined import Joined
from ingest.models.openvino_quiet import ov
from ingest.models.packing import Text, TokenIds, batches, by_length, packed

Precision = Literal["auto", "f32", "bf16", "int8"]

GROUP = 384
"""Activations that share a scale where they are quantised; it divides the widths of MiniLM's layers."""

JOINED_TOKENS = 4096
"""Several callers' texts are joined until they hold as many, and nobody's more come in one piece: two
questions' passages make a run, and a question waits for no more of an upload than this."""

_CORES = Lock()
"""One inference at a time in the process, whatever the model: two would share the same cores."""


def default_threads() -> int:
    """Two, or one where the process may use only one core."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(2, allowed or 1)


def computes_in_bf16() -> bool:
    """Whether the processor has instructions for bf16; where it is emulated, it is slower than f32."""
    return "BF16" in ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


class Runtime:
    """A compiled graph of `ingest.models.bert`. Safe to call from several threads; calls share batches.

    `auto` is the processor's own best floating-point precision: bf16 where it computes in bf16,
    f32 elsewhere. `int8` is for graphs with quantised weights; activations are quantised on the way.
    """

    def __init__(self, model: ov.Model, precision: Precision = "auto", threads: int = 0) -> None:
        self.threads = threads or default_threads()
        settings: dict[str, object] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": self.threads,
            "ENABLE_CPU_PINNING": False,
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": GROUP if precision == "int8" else 0,
        }
        if precision != "auto":
            settings["INFERENCE_PRECISION_HINT"] = "bf16" if precision == "bf16" else "f32"
        self._compiled = ov.Core().compile_model(model, "CPU", settings)
        self._model = model  # its constants' memory is in use
        self._request = self._compiled.create_infer_request()
        self._quantised = precision == "int8"
        self._joined = Joined(self._together, lambda text: len(text.ids), JOINED_TOKENS)

    @property
    def precision(self) -> str:
        """What the compiled graph computes in: `bf16` or `f32`, with `int8` before it where asked for."""
        kind = str(self._compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name())
        return f"int8 and {kind}" if self._quantised else kind

    def describe(self) -> str:
        """The path that was taken, for people: `OpenVINO 2026.4.1, bf16, 2 threads`."""
        plural = "s" if self.threads > 1 else ""
        return f"OpenVINO {_version()}, {self.precision}, {self.threads} thread{plural}"

    def run(
        self, ids: Sequence[TokenIds], width: int, firsts: Sequence[int] | None = None
    ) -> NDArray[np.float32]:
        """float32[n, width] in the order of `ids`; batches hold texts of like length, other callers' too.

        `firsts`: how many tokens of each row are the first text of a pair; the others are the second.
        """
        texts = [Text(i, firsts[n] if firsts else len(i)) for n, i in enumerate(ids)]
        return np.array([found for found, _ in self._run(texts)], np.float32).reshape(len(ids), width)

    def run_with_tokens(self, ids: Sequence[TokenIds]) -> list["Read"]:
        """As `run`, and of a graph's second output each row's own tokens, float32[length, columns]."""
        return self._run([Text(i, len(i), tokens=True) for i in ids])

    def _run(self, texts: Sequence[Text]) -> list["Read"]:
        found: dict[int, Read] = {}
        for rows in _pieces([len(t.ids) for t in texts]):
            found.update(zip(rows, self._joined([texts[i] for i in rows]), strict=True))
        return [found[i] for i in range(len(texts))]

    def _together(self, texts: Sequence[Text]) -> list["Read"]:
        found: dict[int, Read] = {}
        for rows in batches([len(t.ids) for t in texts]):
            found.update(zip(rows, self._infer([texts[i] for i in rows]), strict=True))
        return [found[i] for i in range(len(texts))]

    def _infer(self, batch: Sequence[Text]) -> list["Read"]:
        inputs = [*packed(batch)]
        with _CORES:
            found = self._request.infer(inputs)
            # Copies: the next inference writes into the same memory.
            return [*_read(found, batch)]


class Read(NamedTuple):
    """What a row gave: `found` float32[width], and its tokens, which are none unless asked for."""

    found: NDArray[np.float32]
    tokens: NDArray[np.float32]


def _read(found: Any, batch: Sequence[Text]) -> Iterator[Read]:
    start = 0
    for row, text in enumerate(batch):
        end = start + len(text.ids)
        tokens = found[1][start:end] if text.tokens else ()
        yield Read(np.array(found[0][row], np.float32), np.array(tokens, np.float32))
        start = end


def _version() -> str:
    return str(ov.get_version()).partition("-")[0]


def _pieces(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers by falling length, cut where they hold JOINED_TOKENS."""
    piece, held = [], 0
    for row in by_length(lengths):
        piece.append(row)
        held += lengths[row]
        if held >= JOINED_TOKENS:
            yield piece
            piece, held = [], 0
    if piece:
        yield piece
