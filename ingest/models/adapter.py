"""What the project trained of its bi-encoder: a change of low rank to each layer of the packaged one.

W + up @ down (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022); added up when the
model is loaded, so that it costs nothing at work (docs/models/embedder.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from ingest.models.weights import Array, read_tensors

SHIPPED = Path(__file__).with_name("weights") / "embedder.safetensors"


@dataclass(frozen=True, slots=True)
class Adapter:
    """`tensors`: of each changed matrix NAME `NAME.up` float32[out, rank] and `NAME.down` float32[rank, in].

    `digest`: of the file.
    """

    tensors: Mapping[str, Array]
    digest: str


@cache
def load_adapter(path: Path = SHIPPED) -> Adapter:
    """The changes of a file; raises ModelProblem where it cannot be read."""
    return Adapter(read_tensors(path)[0], sha256(path.read_bytes()).hexdigest()[:8])


def adapted(tensors: Mapping[str, Array], adapter: Adapter) -> dict[str, Array]:
    """`tensors` with the changes added, by name."""
    changes = {
        name.removesuffix(".up"): up @ adapter.tensors[name.removesuffix("up") + "down"]
        for name, up in adapter.tensors.items()
        if name.endswith(".up")
    }
    return {name: t + changes[name] if name in changes else t for name, t in tensors.items()}
